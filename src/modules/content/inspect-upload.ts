import { open, stat } from 'node:fs/promises'
import { fileTypeFromFile } from 'file-type'
import sharp, { type Metadata, type Sharp } from 'sharp'
import { Problem } from '../../kernel/problem.ts'
import {
  ATTACHMENT_LIMIT,
  IMAGE_LIMIT,
  IMAGE_PIXELS,
  IMAGE_SIDE,
  IMAGE_WIDTH,
  tooLarge,
  typeOf,
  wrongType,
} from './upload-types.ts'
import { zipNames } from './zip-names.ts'

export type Inspected = {
  mediaType: string
  width: number | null
  height: number | null
  /** The picture as it is kept: upright, at most 2,560 wide, without camera data; null for any other file. */
  picture: Sharp | null
}

const TEXT_LOOKED_AT = 256 * 1024

/** What an uploaded file is by its content. Refused: a name that lies, a type not allowed, a picture too large or broken. */
export async function inspectUpload(path: string, name: string): Promise<Inspected> {
  const { size } = await stat(path)
  if (size === 0) throw new Problem('upload-missing', 422)
  const found = await fileTypeFromFile(path)
  const sign = found?.ext ?? ''
  const type = typeOf(name, sign)
  const limit = type.isImage ? IMAGE_LIMIT : ATTACHMENT_LIMIT
  if (size > limit) throw tooLarge(name, limit)
  if (sign === '' && !(await isText(path))) throw wrongType(name, sign)
  if (type.zipEntry !== undefined && !(await zipNames(path)).includes(type.zipEntry)) throw wrongType(name, sign)
  if (type.isImage) return { mediaType: type.mediaType, ...(await inspectPicture(path)) }
  return { mediaType: type.mediaType, width: null, height: null, picture: null }
}

async function inspectPicture(path: string): Promise<Omit<Inspected, 'mediaType'>> {
  const header = await headerOf(path)
  const { width } = header
  const height = header.pageHeight ?? header.height
  const pixels = width * height * (header.pages ?? 1)
  if (width > IMAGE_SIDE || height > IMAGE_SIDE || pixels > IMAGE_PIXELS) {
    throw new Problem('upload-image-size', 422, {
      width,
      height,
      most: IMAGE_SIDE,
      megapixels: IMAGE_PIXELS / 1_000_000,
    })
  }
  const isMoving = (header.pages ?? 1) > 1
  const upright = sharp(path, { limitInputPixels: IMAGE_PIXELS, animated: isMoving, failOn: 'error' }).autoOrient()
  const picture = upright.resize({ width: IMAGE_WIDTH, withoutEnlargement: true })
  const shown = shownSize(header)
  return { ...shown, picture }
}

async function headerOf(path: string): Promise<Metadata> {
  try {
    return await sharp(path, { limitInputPixels: false }).metadata()
  } catch {
    throw new Problem('upload-broken', 422)
  }
}

/** Size after turning it upright and scaling it down. */
function shownSize(header: Metadata): { width: number; height: number } {
  const height = header.pageHeight ?? header.height
  const isTurned = (header.orientation ?? 1) >= 5
  const [across, down] = isTurned ? [height, header.width] : [header.width, height]
  const scale = Math.min(1, IMAGE_WIDTH / across)
  return { width: Math.round(across * scale), height: Math.max(1, Math.round(down * scale)) }
}

/** Readable as UTF-8 or as GB 18030, and without control characters that no text has. */
async function isText(path: string): Promise<boolean> {
  const file = await open(path)
  try {
    const { buffer, bytesRead } = await file.read({ buffer: Buffer.alloc(TEXT_LOOKED_AT) })
    const bytes = buffer.subarray(0, bytesRead)
    return !bytes.includes(0) && ['utf-8', 'gb18030'].some((encoding) => isReadable(bytes, encoding))
  } finally {
    await file.close()
  }
}

function isReadable(bytes: Uint8Array, encoding: string): boolean {
  try {
    new TextDecoder(encoding, { fatal: true }).decode(bytes, { stream: true })
    return true
  } catch {
    return false
  }
}
