import { Upload as Shape } from '../../../../src/modules/content/contract.ts'
import { sendUpload } from '../../app/send-upload.ts'
import type { UploadControl } from '../../components/upload-field.tsx'
import type { Upload } from './types.ts'

export const IMAGE_MOST = 20 * 1024 ** 2
export const FILE_MOST = 50 * 1024 ** 2
export const imageTypes = '.jpg,.jpeg,.png,.webp,.gif'
export const fileTypes = `.pdf,.ofd,.docx,.xlsx,.pptx,.doc,.xls,.wps,.et,.txt,.csv,.zip,.mp3,.mp4,${imageTypes}`

/** Sends a file to a site's store; the server says what it really is. */
export async function uploadFile(siteId: string, file: File, control: UploadControl): Promise<Upload> {
  const ways = { whole: `/uploads?siteId=${siteId}`, pieces: '/partial-uploads', metadata: { siteId } }
  return Shape.parse(await sendUpload(file, ways, control))
}
