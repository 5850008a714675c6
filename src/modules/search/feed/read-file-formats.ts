import { createRequire } from 'node:module'
import path from 'node:path'
import type { ReadLimits } from './read-file-limits.ts'
import type { Format, ReadFault } from './read-file.ts'
import { guardZip, ZipRefused } from './zip-guard.ts'

export type Asked = { format: Format; bytes: Buffer; limits: ReadLimits }
export type Text = { pages: string[]; isCut: boolean }

/** Refused, with the reason that is remembered. */
export class Unreadable extends Error {
  readonly reason: ReadFault['reason']
  constructor(reason: ReadFault['reason'], detail: string) {
    super(detail)
    this.reason = reason
  }
}

/** What office programs wrap an encrypted document in. */
const COMPOUND_FILE = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** The text of a file. Libraries are loaded when the first file of their kind comes. */
export async function textOfFile({ format, bytes, limits }: Asked): Promise<Text> {
  if (format === 'text') return cut([decoded(bytes)], limits)
  if (format === 'pdf') return textOfPdf(bytes, limits)
  if (bytes.subarray(0, COMPOUND_FILE.length).equals(COMPOUND_FILE))
    throw new Unreadable('encrypted', 'an encrypted office document')
  try {
    guardZip(bytes, limits)
  } catch (error) {
    throw error instanceof ZipRefused ? new Unreadable(error.reason, error.message) : error
  }
  return cut([await (format === 'docx' ? textOfDocx(bytes) : textOfXlsx(bytes))], limits)
}

/** UTF-8, or else what Chinese Windows writes. */
function decoded(bytes: Buffer): string {
  if (bytes[0] === 0xff && bytes[1] === 0xfe) return new TextDecoder('utf-16le').decode(bytes)
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    return new TextDecoder('gb18030').decode(bytes)
  }
}

async function textOfDocx(bytes: Buffer): Promise<string> {
  const { default: mammoth } = await import('mammoth')
  const { value } = await mammoth.extractRawText({ buffer: bytes })
  return value
}

async function textOfXlsx(bytes: Buffer): Promise<string> {
  const { default: readSheets } = await import('read-excel-file/node')
  const sheets = await readSheets(bytes)
  return sheets
    .map(({ sheet, data }) => [sheet, ...data.map((row) => row.map(cellText).filter(Boolean).join(' '))].join('\n'))
    .join('\n\n')
}

const cellText = (cell: unknown): string => {
  if (cell instanceof Date) return cell.toISOString().slice(0, 10)
  return typeof cell === 'string' || typeof cell === 'number' ? String(cell).trim() : ''
}

async function textOfPdf(bytes: Buffer, limits: ReadLimits): Promise<Text> {
  const { getDocument, VerbosityLevel } = await import('pdfjs-dist/legacy/build/pdf.mjs')
  const folder = path.dirname(createRequire(import.meta.url).resolve('pdfjs-dist/package.json'))
  const task = getDocument({
    data: new Uint8Array(bytes),
    disableFontFace: true,
    useSystemFonts: false,
    cMapUrl: `${folder}/cmaps/`,
    cMapPacked: true,
    standardFontDataUrl: `${folder}/standard_fonts/`,
    verbosity: VerbosityLevel.ERRORS,
  })
  // A password is never given: whoever asks for one has nothing for the public.
  task.onPassword = () => void task.destroy()
  try {
    const pdf = await task.promise
    const pages: string[] = []
    let characters = 0
    for (let number = 1; number <= Math.min(pdf.numPages, limits.pages) && characters < limits.characters; number++) {
      const page = await pdf.getPage(number)
      const { items } = await page.getTextContent()
      const text = items.map((item) => ('str' in item ? item.str + (item.hasEOL ? '\n' : '') : '')).join('')
      characters += text.length
      pages.push(text)
      page.cleanup()
    }
    const found = cut(pages, limits)
    return { ...found, isCut: found.isCut || pages.length < pdf.numPages }
  } catch (error) {
    const name = error instanceof Error ? error.name : ''
    const isLocked =
      name === 'PasswordException' || (error instanceof Error && /Worker was destroyed/.test(error.message))
    if (isLocked) throw new Unreadable('encrypted', 'a password is asked for')
    throw error
  } finally {
    await task.destroy()
  }
}

/** Radicals that PDF writers put for whole characters. */
const RADICALS = /[\u2f00-\u2fdf]/g

/** Text fit for the database, and no more than is kept. */
function cut(pages: readonly string[], { characters }: ReadLimits): Text {
  let room = characters
  let isCut = false
  const kept = pages.map((page) => {
    const text = page
      .replaceAll(RADICALS, (one) => one.normalize('NFKC'))
      .replaceAll('\0', '')
      .replaceAll(/[ \t\u00a0\u3000]+/g, ' ')
      .replaceAll(/\s*\n\s*/g, '\n')
      .trim()
    if (text.length > room) isCut = true
    const part = text.slice(0, room).toWellFormed()
    room -= part.length
    return part
  })
  return { pages: kept, isCut }
}
