import { sendFile } from '../api/send-file.ts'
import { PIECE_BYTES, sendInPieces, sendWhole } from '../api/send-in-pieces.ts'
import type { UploadControl } from '../components/upload-field.tsx'
import { markOf, partialMemory } from './partial-memory.ts'

/** Up to here a file goes in one request, which with its form is no larger than a piece: a break costs no more either. */
const IN_ONE_MOST = PIECE_BYTES - 64 * 1024

/** The two ways of a file below /api: in one request, and in pieces with what the server has to know of it. */
interface Ways {
  whole: string
  pieces: string
  metadata?: Record<string, string>
}

/** Sends a file; a large one goes on where a broken line left it, also after a reload. */
export async function sendUpload(
  file: File,
  { whole, pieces, metadata = {} }: Ways,
  control: UploadControl,
): Promise<unknown> {
  if (file.size > IN_ONE_MOST) {
    const mark = markOf(whole, file)
    return sendInPieces(file, { ...control, root: pieces, metadata, mark, memory: partialMemory })
  }
  const { onProgress, signal } = control
  const form = new FormData()
  form.append('file', file, file.name)
  return sendWhole(() => sendFile(whole, form, { onProgress, signal }), control)
}
