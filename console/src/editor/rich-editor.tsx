import { EditorContent, useEditor, type Editor } from '@tiptap/react'
import { App } from 'antd'
import { useEffect, useId, useMemo, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { UploadControl } from '../components/upload-field.tsx'
import { cleanPaste, countPictures } from './clean-paste.ts'
import { textExtensions } from './extensions.ts'
import { AttachmentDialog, type AttachedFile } from './attachment-dialog.tsx'
import { LinkDialog } from './link-dialog.tsx'
import { PictureDialog, type UploadedPicture } from './picture-dialog.tsx'
import { TableDialog } from './table-dialog.tsx'
import { Toolbar, type EditorDialog } from './toolbar.tsx'
import './editor.css'

export interface RichEditorProps {
  /** HTML. A change from outside (a restored draft, another version) replaces the text; the editor's own output does not. */
  value: string
  onChange: (html: string) => void
  label?: string
  /** Reads aloud what is wrong; the field's error. */
  describedBy?: string
  isReadOnly?: boolean
  onUploadImage: (file: File, control: UploadControl) => Promise<UploadedPicture>
  onUploadAttachment: (file: File, control: UploadControl) => Promise<AttachedFile>
  imageAccept?: string
  imageMaxBytes?: number
  attachmentAccept?: string
  attachmentMaxBytes?: number
}

/** The text editor: structure rather than looks, the same tags as the server allows, all of it by keyboard. */
export function RichEditor(props: RichEditorProps) {
  const { value, onChange, isReadOnly = false } = props
  const { t } = useTranslation('editor')
  const { message } = App.useApp()
  const [dialog, setDialog] = useState<EditorDialog>()
  const [pastedFile, setPastedFile] = useState<File>()
  const id = useId()
  const label = props.label ?? t('text')
  // What was sent out and may still come back as `value`: typing goes on while React catches up.
  const sent = useRef([value])
  const latest = useRef({ onChange, message, t })
  useEffect(() => {
    latest.current = { onChange, message, t }
  })
  const extensions = useMemo(textExtensions, [])
  const takePicture = (files: FileList | undefined): boolean => {
    const file = [...(files ?? [])].find((one) => one.type.startsWith('image/'))
    if (!file) return false
    setPastedFile(file)
    setDialog('picture')
    return true
  }

  const editor = useEditor({
    extensions,
    content: value,
    editable: !isReadOnly,
    shouldRerenderOnTransaction: false,
    editorProps: {
      attributes: {
        class: 'text',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': label,
        'aria-describedby': [`${id}-help`, props.describedBy].filter(Boolean).join(' '),
      },
      transformPastedHTML: (html) => {
        const pictures = countPictures(html)
        if (pictures > 0) void latest.current.message.info(latest.current.t('pastedPictures', { count: pictures }), 6)
        return cleanPaste(html)
      },
      handlePaste: (_, event) =>
        event.clipboardData?.types.includes('text/html') !== true && takePicture(event.clipboardData?.files),
      handleDrop: (_, event) => {
        const isTaken = takePicture(event.dataTransfer?.files)
        if (isTaken) event.preventDefault()
        return isTaken
      },
    },
    onUpdate: ({ editor: changed }) => {
      const html = htmlOf(changed)
      sent.current.push(html)
      latest.current.onChange(html)
    },
  })

  useEffect(() => {
    const echo = sent.current.lastIndexOf(value)
    sent.current = echo < 0 ? [value] : sent.current.slice(echo)
    if (echo >= 0) return
    editor.commands.setContent(value, { emitUpdate: false })
  }, [value, editor])
  useEffect(() => {
    editor.setEditable(!isReadOnly, false)
  }, [isReadOnly, editor])

  const close = () => {
    setDialog(undefined)
    setPastedFile(undefined)
    editor.view.focus()
  }

  return (
    <div
      className="rich"
      onKeyDown={(event) => {
        if (event.altKey && event.key === 'F10') {
          event.preventDefault()
          event.currentTarget.querySelector<HTMLElement>('[role="toolbar"] [tabindex="0"]')?.focus()
        }
      }}
    >
      {!isReadOnly && <Toolbar editor={editor} onDialog={setDialog} />}
      <EditorContent editor={editor} className="rich-text" />
      <p className="unseen" id={`${id}-help`}>
        {t('toolbarHelp')}
      </p>
      {dialog === 'link' && <LinkDialog editor={editor} onClose={close} />}
      {dialog === 'table' && <TableDialog editor={editor} onClose={close} />}
      {dialog === 'picture' && (
        <PictureDialog
          editor={editor}
          file={pastedFile}
          upload={props.onUploadImage}
          accept={props.imageAccept ?? '.jpg,.jpeg,.png,.webp,.gif'}
          maxBytes={props.imageMaxBytes ?? 20 * 1024 ** 2}
          onClose={close}
        />
      )}
      {dialog === 'attachment' && (
        <AttachmentDialog
          editor={editor}
          upload={props.onUploadAttachment}
          accept={props.attachmentAccept}
          maxBytes={props.attachmentMaxBytes ?? 50 * 1024 ** 2}
          onClose={close}
        />
      )}
    </div>
  )
}

/** An empty text is the empty string, not an empty paragraph. */
function htmlOf(editor: Editor): string {
  return editor.isEmpty ? '' : editor.getHTML().replaceAll(' contenteditable="false"', '')
}
