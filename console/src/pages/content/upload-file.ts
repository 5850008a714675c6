import { Upload as Shape } from '../../../../src/modules/content/contract.ts'
import { sendFile } from '../../api/send-file.ts'
import type { UploadControl } from '../../components/upload-field.tsx'
import type { Upload } from './types.ts'

export const IMAGE_MOST = 20 * 1024 ** 2
export const FILE_MOST = 50 * 1024 ** 2
export const imageTypes = '.jpg,.jpeg,.png,.webp,.gif'
export const fileTypes = `.pdf,.ofd,.docx,.xlsx,.pptx,.doc,.xls,.wps,.et,.txt,.csv,.zip,.mp3,.mp4,${imageTypes}`

/** Sends a file to a site's store; the server says what it really is. */
export async function uploadFile(siteId: string, file: File, { onProgress, signal }: UploadControl): Promise<Upload> {
  const form = new FormData()
  form.append('file', file, file.name)
  return Shape.parse(await sendFile(`/uploads?siteId=${siteId}`, form, { onProgress, signal }))
}
