import type { Locale } from '../../kernel/i18n.ts'
import { type AccountState, type Grant, Role, Tree } from './contract.ts'
import type { z } from 'zod'

export const localeOfAccount = (text: string): Locale => (text === 'en' ? 'en' : 'zh-CN')

export type GrantRow = {
  id: string
  role: string
  stage: number | null
  tree: string
  scope_id: string
  scope_name: string
  granted_at: Date
  granted_by_name: string | null
}

export function presentGrant(row: GrantRow): Grant {
  return {
    id: row.id,
    role: Role.parse(row.role),
    stage: row.stage,
    tree: Tree.parse(row.tree),
    scopeId: row.scope_id,
    scopeName: row.scope_name,
    grantedByName: row.granted_by_name,
    grantedAt: row.granted_at.toISOString(),
  }
}

type StateRow = { disabled_at: Date | null; locked_until: Date | null }

export function stateOf(row: StateRow, now: Date): z.output<typeof AccountState> {
  if (row.disabled_at !== null) return 'disabled'
  return row.locked_until !== null && row.locked_until > now ? 'locked' : 'active'
}

export const isoOrNull = (at: Date | null): string | null => at?.toISOString() ?? null

const shanghai = new Intl.DateTimeFormat('sv-SE', {
  timeZone: 'Asia/Shanghai',
  dateStyle: 'short',
  timeStyle: 'short',
})

/** An instant as people here read it: 2026-11-21 22:45. */
export const minuteText = (at: Date): string => shanghai.format(at)
export const dayText = (at: Date): string => shanghai.format(at).slice(0, 10)
