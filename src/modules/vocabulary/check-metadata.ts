import { type CodedFault, faultAt, type SchemeElement, wholePattern } from './rules.ts'

/** Values by code and by name, as they may be used on a day. */
export type CodeLists = ReadonlyMap<string, ReadonlyMap<string, string>>

export type MetadataValue = string | number | string[] | number[]
export type Metadata = Record<string, MetadataValue>
export type Checked = { ok: true; metadata: Metadata } | { ok: false; faults: CodedFault[] }

type Ready = { element: SchemeElement; pattern: RegExp | null }
type One = { value: string | number } | { code: CodedFault['code']; values?: Record<string, unknown> }

/** Metadata against a scheme, made once and then called per item: the importer checks thousands a second with it. */
export function metadataChecker(elements: readonly SchemeElement[], lists: CodeLists) {
  const ready = elements.map((element) => ({
    element,
    pattern: element.pattern === undefined ? null : wholePattern(element.pattern),
  }))
  const names = new Map(elements.map((element) => [element.code, element.name]))

  return (given: Readonly<Record<string, unknown>>, root = '/metadata'): Checked => {
    const faults: CodedFault[] = []
    const metadata: Metadata = {}
    for (const key of Object.keys(given)) {
      if (!names.has(key)) faults.push(faultAt(`${root}/${escaped(key)}`, 'fault.metadata.unknown'))
    }
    for (const one of ready) {
      const pointer = `${root}/${one.element.code}`
      const value = checkElement(one, given[one.element.code], pointer, lists, faults)
      if (value !== undefined) metadata[one.element.code] = value
    }
    for (const { element } of ready) faults.push(...faultsAcross(element, metadata, given, names, root))
    return faults.length > 0 ? { ok: false, faults } : { ok: true, metadata }
  }
}

const escaped = (key: string) => key.replaceAll('~', '~0').replaceAll('/', '~1')
const isEmpty = (value: unknown) => value === undefined || value === null || value === ''

function checkElement(
  ready: Ready,
  given: unknown,
  pointer: string,
  lists: CodeLists,
  faults: CodedFault[],
): MetadataValue | undefined {
  const { maxOccurs } = ready.element
  const list = (Array.isArray(given) ? given : [given]).filter((value: unknown) => !isEmpty(blankless(value)))
  if (list.length > maxOccurs) faults.push(faultAt(pointer, 'fault.metadata.too-many', { max: maxOccurs }))
  const values = list.flatMap((value: unknown, index) => {
    const result = checkValue(ready, blankless(value), lists)
    if ('value' in result) return [result.value]
    faults.push(faultAt(Array.isArray(given) ? `${pointer}/${index}` : pointer, result.code, result.values))
    return []
  })
  if (values.length === 0) return undefined
  if (maxOccurs === 1) return values[0]
  return ready.element.type === 'number' ? values.map(Number) : [...new Set(values.map(String))]
}

const ITEM_ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i
const blankless = (value: unknown): unknown => (typeof value === 'string' ? value.trim() : value)

function checkValue({ element, pattern }: Ready, value: unknown, lists: CodeLists): One {
  if (element.type === 'number') return checkNumber(value)
  if (typeof value !== 'string') return { code: 'fault.metadata.text' }
  switch (element.type) {
    case 'day':
      return isDay(value) ? { value } : { code: 'fault.metadata.day' }
    case 'code': {
      const list = element.codeList ?? ''
      const code = lists.get(list)?.get(value)
      return code === undefined
        ? { code: 'fault.metadata.code', values: { value, list: element.name } }
        : { value: code }
    }
    case 'item':
      return ITEM_ID.test(value) ? { value: value.toLowerCase() } : { code: 'fault.metadata.item', values: { value } }
    case 'url':
      if (!isWebAddress(value)) return { code: 'fault.metadata.url' }
  }
  return checkText(element, pattern, value)
}

function checkText(element: SchemeElement, pattern: RegExp | null, value: string): One {
  if (element.length !== undefined && Array.from(value).length > element.length) {
    return { code: 'fault.metadata.too-long', values: { max: element.length } }
  }
  if (!pattern) return { value }
  // Old texts write years and numbers with full-width digits; they mean the same.
  const written = value.replaceAll(/[０-９]/g, (digit) => String.fromCodePoint((digit.codePointAt(0) ?? 0) - 0xfee0))
  if (pattern.test(written)) return { value: written }
  return { code: 'fault.metadata.pattern', values: { example: element.example ?? element.pattern } }
}

function checkNumber(value: unknown): One {
  const number = typeof value === 'string' && value !== '' ? Number(value) : value
  return typeof number === 'number' && Number.isFinite(number) ? { value: number } : { code: 'fault.metadata.number' }
}

/** A real day of the calendar: 2023-02-29 is none. */
export function isDay(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}

function isWebAddress(text: string): boolean {
  if (!/^https?:\/\//i.test(text) || !URL.canParse(text)) return false
  return new URL(text).hostname !== ''
}

function faultsAcross(
  element: SchemeElement,
  metadata: Metadata,
  given: Readonly<Record<string, unknown>>,
  names: ReadonlyMap<string, string>,
  root: string,
): CodedFault[] {
  const pointer = `${root}/${element.code}`
  const value = metadata[element.code]
  const nameOf = (code: string | undefined) => names.get(code ?? '') ?? code
  if (value === undefined && isEmpty(blankless(given[element.code]))) {
    if (element.obligation === 'M') return [faultAt(pointer, 'fault.metadata.required', { name: element.name })]
    if (element.requiredWith !== undefined && metadata[element.requiredWith] !== undefined) {
      const other = nameOf(element.requiredWith)
      return [faultAt(pointer, 'fault.metadata.required-with', { name: element.name, other })]
    }
  }
  const earliest = element.notBefore === undefined ? undefined : metadata[element.notBefore]
  if (typeof value === 'string' && typeof earliest === 'string' && value < earliest) {
    return [faultAt(pointer, 'fault.metadata.order', { name: element.name, other: nameOf(element.notBefore) })]
  }
  return []
}
