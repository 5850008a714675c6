import type { UploadControl } from '../../components/upload-field.tsx'

/** Takes a second; the line breaks in the middle, so that going on can be seen. */
export async function fakeUpload(file: File, control: UploadControl) {
  let hasBroken = false
  for (let part = 0; part < file.size; part += Math.max(1, file.size / 10)) {
    await new Promise((resolve) => setTimeout(resolve, 100))
    if (!hasBroken && part > file.size / 2) {
      hasBroken = true
      await new Promise<void>((goOn) => {
        control.signal.addEventListener('abort', () => goOn())
        control.onBroken({ isAutomatic: true, isOffered: true, goOn })
      })
      control.onBroken(undefined)
      control.onResumed(part)
    }
    if (control.signal.aborted) throw new DOMException('aborted', 'AbortError')
    control.onProgress(part)
  }
  return { url: '/console/favicon.svg', name: file.name, bytes: file.size, width: 32, height: 32 }
}
