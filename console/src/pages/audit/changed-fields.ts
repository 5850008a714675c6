export interface ChangedField {
  name: string
  before: string | undefined
  after: string | undefined
}

/** What a record says was changed, field by field; nested values one level deep, the rest as text. */
export function changedFields(before: unknown, after: unknown): ChangedField[] {
  const old = flat(before)
  const now = flat(after)
  return [...new Set([...old.keys(), ...now.keys()])].map((name) => ({
    name,
    before: old.get(name),
    after: now.get(name),
  }))
}

function flat(value: unknown): ReadonlyMap<string, string> {
  if (value === null || value === undefined) return new Map()
  if (!isRecord(value)) return new Map([['', words(value)]])
  return new Map(
    Object.entries(value).flatMap(([name, inner]): [string, string][] =>
      isRecord(inner) && Object.keys(inner).length <= 12
        ? Object.entries(inner).map(([part, one]) => [`${name}.${part}`, words(one)])
        : [[name, words(inner)]],
    ),
  )
}

function words(value: unknown): string {
  if (value === null || value === undefined) return ''
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  return JSON.stringify(value, null, 1)
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
