import { z } from 'zod'
import type { Reply } from '../../../kernel/contract.ts'
import type * as contract from '../contract.ts'
import { SETTING_KEYS, SETTINGS } from '../settings.ts'

const definitions = SETTING_KEYS.map((key) => {
  const { group, isInheritable, isLockable, schema } = SETTINGS[key]
  return { key, group, isInheritable, isLockable, schema: z.toJSONSchema(schema, { io: 'input' }) }
})

export const listSettingDefinitions = async (): Promise<Reply<typeof contract.listSettingDefinitions>> => definitions
