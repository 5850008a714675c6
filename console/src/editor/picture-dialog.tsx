import { NodeSelection } from '@tiptap/pm/state'
import type { Editor } from '@tiptap/react'
import { Input } from 'antd'
import { useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../components/dialog.tsx'
import { Field } from '../components/field.tsx'
import { UploadField, type UploadControl } from '../components/upload-field.tsx'

export interface UploadedPicture {
  url: string
  width?: number | null
  height?: number | null
}

interface PictureDialogProps {
  editor: Editor
  /** Pasted or dropped on the text. */
  file: File | undefined
  upload: (file: File, control: UploadControl) => Promise<UploadedPicture>
  accept: string
  maxBytes: number
  onClose: () => void
}

/** A picture with its alternative text: without it none is inserted. */
export function PictureDialog({ editor, file, upload, accept, maxBytes, onClose }: PictureDialogProps) {
  const { t } = useTranslation('editor')
  const { t: common } = useTranslation()
  const selected = useRef(selectedPicture(editor)).current
  const [picture, setPicture] = useState<UploadedPicture | undefined>(selected)
  const [alt, setAlt] = useState(selected?.alt ?? '')
  const [caption, setCaption] = useState(selected?.caption ?? '')
  const [isChecked, setChecked] = useState(false)
  const [isSending, setSending] = useState(false)

  const apply = () => {
    setChecked(true)
    if (!picture || alt.trim() === '') return
    editor
      .chain()
      .focus()
      .setPicture({
        src: picture.url,
        alt: alt.trim(),
        caption: caption.trim(),
        width: picture.width ?? null,
        height: picture.height ?? null,
      })
      .run()
    onClose()
  }
  return (
    <Dialog
      open
      title={t('imageTitle')}
      okText={selected ? t('apply') : t('insert')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: isSending }}
      onOk={apply}
      onCancel={onClose}
    >
      <div className="form">
        <Field label={t('imageFile')} isRequired error={isChecked && !picture ? t('imageMissing') : undefined}>
          <UploadField
            accept={accept}
            maxBytes={maxBytes}
            upload={upload}
            file={file}
            onBusy={setSending}
            onDone={setPicture}
          >
            {picture && <img className="picture-preview" src={picture.url} alt={alt} />}
          </UploadField>
        </Field>
        <Field
          label={t('imageAlt')}
          hint={t('imageAltHint')}
          isRequired
          error={isChecked && alt.trim() === '' ? t('imageAltMissing') : undefined}
        >
          <Input maxLength={200} value={alt} onChange={(event) => setAlt(event.target.value)} onPressEnter={apply} />
        </Field>
        <Field label={t('imageCaption')} hint={t('imageCaptionHint')} isOptional>
          <Input
            maxLength={200}
            value={caption}
            onChange={(event) => setCaption(event.target.value)}
            onPressEnter={apply}
          />
        </Field>
      </div>
    </Dialog>
  )
}

function selectedPicture(editor: Editor): (UploadedPicture & { alt: string; caption: string }) | undefined {
  const { selection } = editor.state
  if (!(selection instanceof NodeSelection) || selection.node.type.name !== 'picture') return undefined
  const { src, alt, caption, width, height }: Record<string, unknown> = selection.node.attrs
  return {
    url: String(src),
    alt: String(alt),
    caption: String(caption),
    width: typeof width === 'number' ? width : null,
    height: typeof height === 'number' ? height : null,
  }
}
