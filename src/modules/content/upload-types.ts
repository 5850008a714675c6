import { Problem } from '../../kernel/problem.ts'

const MB = 1024 * 1024
export const ATTACHMENT_LIMIT = 50 * MB
export const IMAGE_LIMIT = 20 * MB
/** Pixels a side, and in all: a small file may unfold into gigabytes. */
export const IMAGE_SIDE = 20_000
export const IMAGE_PIXELS = 100_000_000
/** Wider pictures are scaled down to this. */
export const IMAGE_WIDTH = 2560

/** `signs`: what the content itself says (extension by its magic number); '' stands for plain text. */
type UploadType = { mediaType: string; signs: readonly string[]; isImage?: true; zipEntry?: string }

const OFFICE = 'application/vnd.openxmlformats-officedocument'

/** Every file one may upload, by its extension. SVG is not among them: it can hold scripts. */
export const uploadTypes: Readonly<Record<string, UploadType>> = {
  pdf: { mediaType: 'application/pdf', signs: ['pdf'] },
  ofd: { mediaType: 'application/ofd', signs: ['zip', 'ofd'], zipEntry: 'OFD.xml' },
  docx: { mediaType: `${OFFICE}.wordprocessingml.document`, signs: ['docx', 'zip'], zipEntry: 'word/document.xml' },
  xlsx: { mediaType: `${OFFICE}.spreadsheetml.sheet`, signs: ['xlsx', 'zip'], zipEntry: 'xl/workbook.xml' },
  pptx: {
    mediaType: `${OFFICE}.presentationml.presentation`,
    signs: ['pptx', 'zip'],
    zipEntry: 'ppt/presentation.xml',
  },
  doc: { mediaType: 'application/msword', signs: ['cfb'] },
  xls: { mediaType: 'application/vnd.ms-excel', signs: ['cfb'] },
  wps: { mediaType: 'application/vnd.ms-works', signs: ['cfb'] },
  et: { mediaType: 'application/vnd.ms-excel', signs: ['cfb'] },
  txt: { mediaType: 'text/plain', signs: [''] },
  csv: { mediaType: 'text/csv', signs: [''] },
  zip: { mediaType: 'application/zip', signs: ['zip'] },
  jpg: { mediaType: 'image/jpeg', signs: ['jpg'], isImage: true },
  jpeg: { mediaType: 'image/jpeg', signs: ['jpg'], isImage: true },
  png: { mediaType: 'image/png', signs: ['png', 'apng'], isImage: true },
  webp: { mediaType: 'image/webp', signs: ['webp'], isImage: true },
  gif: { mediaType: 'image/gif', signs: ['gif'], isImage: true },
  mp3: { mediaType: 'audio/mpeg', signs: ['mp3'] },
  mp4: { mediaType: 'video/mp4', signs: ['mp4', 'm4v'] },
}

/** Pictures as cameras, scanners and drawing programs write them, which browsers do not all show. */
const OTHER_PICTURES = new Set('avif bmp cr2 cr3 dng heic heif ico jfif jp2 jxl nef psd raw svg tif tiff'.split(' '))
const isPicture = (extension: string): boolean =>
  uploadTypes[extension]?.isImage === true || OTHER_PICTURES.has(extension)

/** What may come instead of a file: for a picture, the types of pictures. */
function allowedInstead(name: string, sign: string): string {
  const extension = extensionOf(name)
  const wantsPicture = isPicture(extension) || (!(extension in uploadTypes) && isPicture(sign))
  return Object.keys(uploadTypes)
    .filter((one) => !wantsPicture || isPicture(one))
    .join(' ')
}

export const extensionOf = (name: string): string => /\.([A-Za-z0-9]+)$/.exec(name)?.[1]?.toLowerCase() ?? ''

/** What a file is, when its name and its content agree; otherwise a refusal that names both. */
export function typeOf(name: string, sign: string): UploadType {
  const extension = extensionOf(name)
  const type = uploadTypes[extension]
  if (type?.signs.includes(sign)) return type
  throw wrongType(name, sign)
}

export function wrongType(name: string, sign: string): Problem {
  const content = sign === '' ? '' : ` (${sign})`
  return new Problem('upload-type', 422, { name, detected: `${name}${content}`, allowed: allowedInstead(name, sign) })
}

export function tooLarge(name: string, limit: number): Problem {
  return new Problem('upload-too-large', 413, { name, limit: `${limit / MB} MB` })
}

/** Control and formatting characters, such as those that turn the reading direction, and marks of HTML. */
const UNSAFE = /[\p{Cc}\p{Cf}<>"]/gu

/** A name that is safe to show and to save under: no path, no control characters, not endless. */
export function cleanName(name: string): string {
  const last = name.split(/[/\\]/).at(-1) ?? ''
  const base = last.normalize('NFC').replaceAll(UNSAFE, '').trim()
  const extension = extensionOf(base)
  const stem = extension === '' ? base : base.slice(0, -extension.length - 1)
  const kept = Array.from(stem).slice(0, 150).join('') || 'file'
  return extension === '' ? kept : `${kept}.${extension}`
}
