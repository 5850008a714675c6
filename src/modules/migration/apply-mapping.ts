import { createHash } from 'node:crypto'
import type { Reason } from '../../kernel/i18n.ts'
import type { ImportRow } from '../content/index.ts'
import type { FieldRule, Mapping } from './contract.ts'
import { because } from './reasons.ts'
import type { SourceRecord } from './reading/read-records.ts'
import { bodyOf, dayOf, documentNumberOf, innerHtml, instantOf, plainBodyOf, wordsOf } from './readings.ts'

export type RowFault = { field: string } & Reason
export type MappedRow = { row: ImportRow & { body: string }; faults: RowFault[] }

type Context = { line: number; channelId: string; now: Date }

/** One record of a file as a document, and what could not be read of it. The rules of documents are checked later. */
export function applyMapping(mapping: Mapping, record: SourceRecord, { line, channelId, now }: Context): MappedRow {
  const faults: RowFault[] = []
  const reader = readerOf(mapping, record, faults)
  const metadata: Record<string, string | string[]> = {}
  for (const target of Object.keys(mapping.fields)) {
    const code = /^metadata\.(.+)$/.exec(target)?.[1]
    if (code === undefined) continue
    const value = reader.value(target)
    if (value.length > 0) metadata[code] = value
  }
  const title = reader.line('title')
  const publishedAt = publishedAtOf(mapping, reader, now, faults)
  const row = {
    line,
    channelId,
    externalId:
      reader.line('externalId') ||
      fingerprint([title, reader.line('metadata.documentNumber'), reader.line('publishedAt')]),
    title,
    publishedAt,
    subtitle: reader.line('subtitle'),
    summary: reader.line('summary'),
    body: reader.line('body'),
    source: reader.line('source'),
    author: reader.line('author'),
    editor: reader.line('editor'),
    keywords: words(reader.value('keywords')),
    metadata,
    origin: originOf(reader),
  }
  return { row, faults }
}

type Reader = { value(target: string): string | string[]; line(target: string): string }

function readerOf(mapping: Mapping, record: SourceRecord, faults: RowFault[]): Reader {
  const rules = new Map<string, FieldRule | undefined>(Object.entries(mapping.fields))
  const value = (target: string): string | string[] => {
    const rule = rules.get(target)
    return rule ? readValue(rule, record, (reason) => faults.push({ field: target, ...reason })) : ''
  }
  return {
    value,
    line(target) {
      const found = value(target)
      return Array.isArray(found) ? found.join('、') : found
    },
  }
}

function readValue(rule: FieldRule, record: SourceRecord, fault: (reason: Reason) => void): string | string[] {
  const word = wordOf(rule, record)
  if (word.trim() === '') return ''
  switch (rule.as) {
    case 'text':
      return word.trim()
    case 'documentNumber':
      return documentNumberOf(word)
    case 'words':
      return wordsOf(word)
    case 'body':
      return bodyOf(word)
    case 'html':
      return word
    case 'plain':
      return plainBodyOf(word)
    case 'day':
      return dayOf(word) ?? refused(fault, word)
    case 'instant':
      return instantOf(word)?.toISOString() ?? refused(fault, word)
  }
}

function wordOf(rule: FieldRule, record: SourceRecord): string {
  const found = rule.from.map((name) => textOf(fieldOf(record, name))).find((text) => text.trim() !== '')
  const text = found ?? rule.constant ?? ''
  const part = rule.within ? (innerHtml(text, rule.within) ?? text) : text
  return rule.values?.[part.trim()] ?? part
}

function refused(fault: (reason: Reason) => void, text: string): string {
  fault(because('no-date', { text: text.slice(0, 40) }))
  return ''
}

function publishedAtOf(mapping: Mapping, reader: Reader, now: Date, faults: RowFault[]): Date {
  const text = reader.line('publishedAt')
  const at = text === '' ? null : instantOf(text)
  if (at) return at
  if (mapping.missingDate === 'importDay') return now
  if (!faults.some((fault) => fault.field === 'publishedAt')) {
    faults.push({ field: 'publishedAt', ...because('date-missing') })
  }
  return now
}

function originOf(reader: Reader) {
  const name = reader.line('originName')
  return name === '' ? null : { name, url: reader.line('originUrl') }
}

const words = (value: string | string[]): string[] =>
  Array.isArray(value) ? value : value === '' ? [] : wordsOf(value)

/** Where a file has no ids, the same document must still be known again. */
function fingerprint(parts: string[]): string {
  return parts[0] === '' ? '' : createHash('sha256').update(parts.join('\n')).digest('hex').slice(0, 32)
}

/** A field by its name, or by a dotted path into nested objects. */
function fieldOf(record: SourceRecord, name: string): unknown {
  if (Object.hasOwn(record, name)) return record[name]
  let value: unknown = record
  for (const step of name.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, step)) return undefined
    value = Object.entries(value).find(([key]) => key === step)?.[1]
  }
  return value
}

/** Everything a file can hold as text: numbers as written, lists joined by comma. */
export function textOf(value: unknown): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return value.map(textOf).filter(Boolean).join(',')
  return ''
}
