import type { UploadControl } from '../../components/upload-field.tsx'

/** Takes a second; breaks off in the middle the first time, so that resuming can be seen. */
export async function fakeUpload(file: File, control: UploadControl) {
  for (let part = control.resumeFrom; part < file.size; part += Math.max(1, file.size / 10)) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    if (control.signal.aborted) throw new DOMException('aborted', 'AbortError')
    if (control.resumeFrom === 0 && part > file.size / 2) throw new Error('网络中断')
    control.onProgress(part)
  }
  return { url: '/console/favicon.svg', name: file.name, bytes: file.size, width: 32, height: 32 }
}
