import { formatSecond } from '../../components/time.ts'

type Look = (key: string) => string | undefined
type Words = {
  /** What a field is called: `minLength`. */
  field: Look
  /** Words of the modules: `setting.appearance.colour`, `enum.siteState.running`. */
  label: Look
  yes: string
  no: string
}

const INSTANT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/
/** Which enumeration a field's value is one of; the same name means another thing elsewhere. */
const ENUMS: Readonly<Record<string, string>> = {
  'site.state': 'siteState',
  'site.level': 'siteLevel',
  'site.kind': 'siteKind',
  'channel.kind': 'channelKind',
  'channel.template': 'channelLook',
  'channel.itemKind': 'itemKind',
  'document.state': 'state',
  'account.tree': 'tree',
}

/** A field as it stands on record, in words; what has none stays as it is, so that nothing is hidden. */
export function fieldInWords(name: string, { field, label }: Words): string {
  const setting = label(`setting.${name}`)
  if (setting !== undefined) return setting
  const own = field(inCamel(name))
  const at = name.lastIndexOf('.')
  if (own !== undefined || at < 0) return own ?? name
  // A field within another: each by its own word.
  const [outer, inner] = [name.slice(0, at), name.slice(at + 1)]
  return `${fieldInWords(outer, { field, label, yes: '', no: '' })} › ${field(inCamel(inner)) ?? inner}`
}

export function valueInWords(
  value: string | undefined,
  { kind, name }: { kind: string; name: string },
  { label, yes, no }: Words,
): string | undefined {
  if (value === undefined) return undefined
  if (value === 'true') return yes
  if (value === 'false') return no
  if (INSTANT.test(value)) return formatSecond(value)
  if (name === 'role') return label(`role.${value}`) ?? value
  const known = ENUMS[`${kind}.${name}`]
  return (known === undefined ? undefined : label(`enum.${known}.${value}`)) ?? value
}

/** Columns stand on record under their own names: `visible_until`. */
const inCamel = (name: string): string => name.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())
