import type { AuditRecord, Ledger, Work } from '../../../kernel/work.ts'

/** Puts entries on record at the end of one chain, in the caller's transaction. */
export const appendAudit: Ledger['audit'] = (work, entries) => {
  const rows = entries.map((entry) => rowOf(work, entry))
  const [only] = rows
  if (!only || rows.length > 1) return { text: 'SELECT audit.append($1::jsonb)', values: [JSON.stringify(rows)] }
  return { text: APPEND_ONE, values: Object.values(only) }
}

/** The columns of a row, in the order in which rowOf gives them. */
const APPEND_ONE = `SELECT audit.append_one(${Array.from({ length: 14 }, (_, at) => `$${at + 1}`).join(', ')})`

function rowOf({ actor, now }: Pick<Work, 'actor' | 'now'>, entry: AuditRecord) {
  return {
    at: now.toISOString(),
    actor_id: entry.by?.id ?? actor.id,
    actor_name: storable(entry.by?.name ?? actor.name),
    actor_kind: entry.by ? 'person' : actor.kind,
    session_id: entry.by?.sessionId ?? actor.sessionId,
    address: actor.address === null ? null : storable(actor.address),
    action: storable(entry.action),
    target_kind: storable(entry.target.kind),
    target_id: storable(entry.target.id),
    target_label: storable(entry.target.label ?? ''),
    organisation_id: entry.organisationId ?? null,
    site_id: entry.siteId ?? null,
    before: textOf(entry.before),
    after: textOf(entry.after),
  }
}

const textOf = (value: unknown): string | null => (value === undefined ? null : JSON.stringify(value))

/** PostgreSQL keeps neither NUL nor half a character in a text. */
const storable = (text: string): string => text.replaceAll('\0', '\u{fffd}').toWellFormed()
