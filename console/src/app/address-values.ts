export type AddressValue = string | number | boolean | readonly string[]
export type AddressValues = Readonly<Record<string, AddressValue>>

/** The address as values of the defaults' types; anything unreadable counts as the default. */
export function fromAddress<T extends AddressValues>(search: Readonly<Record<string, unknown>>, defaults: T): T {
  const values: Record<string, AddressValue> = { ...defaults }
  for (const [name, fallback] of Object.entries(defaults)) values[name] = readOne(search[name], fallback, MOST[name])
  return sameShape<T>(values)
}

/** A change as address entries; undefined removes the entry. */
export function toAddress(
  change: Readonly<Record<string, AddressValue | undefined>>,
  defaults: AddressValues,
): Record<string, string | string[] | undefined> {
  return Object.fromEntries(
    Object.entries(change).map(([name, value]) => {
      if (value === undefined || isSame(value, defaults[name])) return [name, undefined]
      return [name, Array.isArray(value) ? value.map(String) : String(value)]
    }),
  )
}

/** As far as the server turns pages; a number beyond it, typed by hand or kept for years, would only get a refusal. */
const MOST: Readonly<Record<string, number>> = { page: 10_000, pageSize: 200 }

function readOne(found: unknown, fallback: AddressValue, most = Infinity): AddressValue {
  const texts = (Array.isArray(found) ? found : [found]).filter((one) => typeof one === 'string')
  const [text] = texts
  if (text === undefined) return fallback
  if (typeof fallback === 'string') return text
  if (typeof fallback === 'boolean') return text === 'true'
  if (typeof fallback !== 'number') return texts
  const number = Number(text)
  return Number.isInteger(number) && number > 0 ? Math.min(number, most) : fallback
}

function isSame(a: AddressValue, b: AddressValue | undefined): boolean {
  return JSON.stringify(a) === JSON.stringify(b)
}

/** The loop above writes exactly the names and types of the defaults. */
function sameShape<T extends AddressValues>(values: AddressValues): T
function sameShape(values: AddressValues): AddressValues {
  return values
}
