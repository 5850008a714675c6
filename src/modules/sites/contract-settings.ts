import { z } from 'zod'
import { Done, Instant, operation } from '../../kernel/contract.ts'
import { ChannelKind, LinkUrl, newChannelFields } from './contract-channels.ts'
import { byId, Code, line, name, SiteLevel, SiteRef } from './contract-parts.ts'

export const SettingOrigin = z.enum(['default', 'inherited', 'own', 'locked'])

/** What a setting is; its words stand in labels.ts under setting.<key> and setting.<key>.hint. */
export const SettingDefinition = z.object({
  key: z.string(),
  group: z.string(),
  isInheritable: z.boolean(),
  isLockable: z.boolean(),
  /** JSON Schema of the value. */
  schema: z.record(z.string(), z.unknown()),
})

export const listSettingDefinitions = operation({
  method: 'GET',
  path: '/setting-definitions',
  summary: '设置项说明',
  permission: 'session',
  reply: z.array(SettingDefinition),
})

export const EffectiveSetting = z.object({
  key: z.string(),
  value: z.unknown(),
  origin: SettingOrigin,
  /** Where the value was set; null for a default. */
  originSite: SiteRef.nullable(),
  setAt: Instant.nullable(),
  /** This site's own value, even where a lock above keeps it from holding. */
  ownValue: z.unknown(),
  ownSince: Instant.nullable(),
  isLockedHere: z.boolean(),
  /** What is to hold on this site from an instant to come; until then the setting cannot be changed. */
  pending: z.object({ value: z.unknown(), at: Instant }).nullable(),
})

export const getSettings = operation({
  method: 'GET',
  path: '/sites/{id}/settings',
  summary: '站点设置及其来源',
  permission: 'session',
  params: byId,
  query: z.object({ at: Instant.optional() }),
  reply: z.array(EffectiveSetting),
})

const SettingKey = z.string().max(60)
/** `expectedSince`: ownSince as last seen, null where there was no own value. */
const expectedSince = Instant.nullable()

export const putSettings = operation({
  method: 'PUT',
  path: '/sites/{id}/settings',
  summary: '保存设置',
  permission: 'setting.manage',
  params: byId,
  body: z.strictObject({
    values: z
      .array(z.strictObject({ key: SettingKey, value: z.unknown(), expectedSince }))
      .min(1)
      .max(60),
  }),
  reply: z.array(EffectiveSetting),
})

export const resetSetting = operation({
  method: 'DELETE',
  path: '/sites/{id}/settings/{key}',
  summary: '恢复为继承值',
  permission: 'setting.manage',
  params: z.object({ id: z.uuid(), key: SettingKey }),
  query: z.object({ expectedSince: Instant }),
  reply: z.array(EffectiveSetting),
})

export const lockSetting = operation({
  method: 'POST',
  path: '/sites/{id}/settings/{key}/lock',
  summary: '锁定或解锁设置（下级不可改）',
  permission: 'setting.manage',
  params: z.object({ id: z.uuid(), key: SettingKey }),
  body: z.strictObject({ isLocked: z.boolean(), expectedSince: Instant }),
  reply: z.array(EffectiveSetting),
})

/** What saving will touch: sites below that take the value over, and those that keep their own. */
export const getSettingReach = operation({
  method: 'GET',
  path: '/sites/{id}/settings/{key}/reach',
  summary: '保存将影响多少下级站点',
  permission: 'setting.manage',
  params: z.object({ id: z.uuid(), key: SettingKey }),
  reply: z.object({ below: z.int(), inheriting: z.int(), keeping: z.int(), examples: z.array(SiteRef) }),
})

// Blueprints

export const BlueprintChannel = z.strictObject({
  ...newChannelFields,
  code: Code,
  /** Code of an earlier channel of the list. */
  parentCode: Code.nullable().default(null),
  kind: ChannelKind.default('list'),
  /** For kind mounted: a channel of the nearest site of that level above the new one. */
  mount: z
    .strictObject({ level: z.enum(['province', 'city', 'county', 'town']), channelCode: Code })
    .nullable()
    .default(null),
  linkUrl: LinkUrl.nullable().default(null),
})

export const Blueprint = z.object({
  code: Code,
  name: name(50),
  description: line(500),
  level: SiteLevel.nullable(),
  channels: z.array(BlueprintChannel).max(300),
  settings: z.record(SettingKey, z.unknown()),
  version: z.int(),
})

export const listBlueprints = operation({
  method: 'GET',
  path: '/blueprints',
  summary: '建站模板列表',
  permission: 'session',
  reply: z.array(Blueprint.omit({ channels: true, settings: true }).extend({ channelCount: z.int() })),
})

export const getBlueprint = operation({
  method: 'GET',
  path: '/blueprints/{code}',
  summary: '建站模板',
  permission: 'session',
  params: z.object({ code: Code }),
  reply: Blueprint,
})

export const saveBlueprint = operation({
  method: 'PUT',
  path: '/blueprints/{code}',
  summary: '保存建站模板',
  permission: 'blueprint.manage',
  params: z.object({ code: Code }),
  /** `expectedVersion` 0 makes a new one. */
  body: z.strictObject({ ...Blueprint.omit({ code: true, version: true }).shape, expectedVersion: z.int().min(0) }),
  reply: Blueprint,
})

export const deleteBlueprint = operation({
  method: 'DELETE',
  path: '/blueprints/{code}',
  summary: '删除建站模板',
  permission: 'blueprint.manage',
  params: z.object({ code: Code }),
  query: z.object({ expectedVersion: z.coerce.number().int().positive() }),
  reply: Done,
})
