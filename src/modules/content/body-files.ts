import { Problem } from '../../kernel/problem.ts'
import type { View } from '../../kernel/work.ts'
import type { ItemFile } from '../library/index.ts'
import { findFiles } from './queries/find-upload.ts'

const REFERENCE = /\/files\/([0-9a-f]{64})\//g

/** Digests of the files that a body shows or links to, each once. */
export function blobsInBody(body: string): string[] {
  return [...new Set([...body.matchAll(REFERENCE)].map((match) => match[1] ?? ''))]
}

type Carrier = { body: string; files: ItemFile[]; cover: { blob: string } | null }

/**
 * What an edition carries, as the store knows it: type and size are never taken from what a client claimed.
 * `bodyFiles` are the pictures and files that stand in the text and are not listed as attachments.
 */
export async function filesToRelease(
  view: View,
  edition: Carrier,
): Promise<{ files: ItemFile[]; bodyFiles: ItemFile[] }> {
  const attached = edition.files.map((file) => file.blob)
  const inBody = blobsInBody(edition.body).filter((blob) => !attached.includes(blob))
  const cover = edition.cover ? [edition.cover.blob] : []
  const known = await findFiles(view, [...new Set([...attached, ...inBody, ...cover])])
  if ([...attached, ...cover].some((blob) => !known.has(blob))) throw new Problem('upload-unknown', 422)
  return {
    files: edition.files.map((file) => ({ ...file, ...known.get(file.blob), name: file.name })),
    bodyFiles: inBody.flatMap((blob) => known.get(blob) ?? []),
  }
}
