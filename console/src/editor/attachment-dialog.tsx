import type { Editor } from '@tiptap/react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../components/dialog.tsx'
import { sizeWords } from '../components/size-words.ts'
import { UploadField, type UploadControl } from '../components/upload-field.tsx'

export interface AttachedFile {
  url: string
  name: string
  bytes: number
}

interface AttachmentDialogProps {
  editor: Editor
  upload: (file: File, control: UploadControl) => Promise<AttachedFile>
  accept: string | undefined
  maxBytes: number
  onClose: () => void
}

/** Uploads a file and puts a link with its name and size into the text. */
export function AttachmentDialog({ editor, upload, accept, maxBytes, onClose }: AttachmentDialogProps) {
  const { t } = useTranslation('editor')
  return (
    <Dialog open title={t('attachmentTitle')} footer={null} onCancel={onClose}>
      <UploadField
        {...(accept === undefined ? {} : { accept })}
        maxBytes={maxBytes}
        upload={upload}
        onDone={(file) => {
          editor
            .chain()
            .focus()
            .insertContent({
              type: 'paragraph',
              attrs: { isAttachment: true },
              content: [
                { type: 'text', text: file.name, marks: [{ type: 'link', attrs: { href: file.url } }] },
                { type: 'text', text: `（${sizeWords(file.bytes)}）` },
              ],
            })
            .run()
          onClose()
        }}
      />
    </Dialog>
  )
}
