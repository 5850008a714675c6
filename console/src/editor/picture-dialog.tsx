import { NodeSelection } from '@tiptap/pm/state'
import type { Editor } from '@tiptap/react'
import { Input, Modal } from 'antd'
import { useEffect, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { transferProblem } from '../api/send-file.ts'
import { Field } from '../components/field.tsx'
import { ProgressBar } from '../components/progress-bar.tsx'
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
  const [sending, setSending] = useState<number>()
  const [fault, setFault] = useState<string>()
  const started = useRef<File>(undefined)

  useEffect(() => {
    if (!file || started.current === file) return
    started.current = file
    setSending(0)
    upload(file, {
      signal: new AbortController().signal,
      resumeFrom: 0,
      onProgress: (sent) => setSending(file.size === 0 ? 100 : (sent / file.size) * 100),
    })
      .then(setPicture)
      .catch((error: unknown) => setFault(transferProblem(error)?.message))
      .finally(() => setSending(undefined))
  }, [file, upload])

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
    <Modal
      open
      title={t('imageTitle')}
      okText={selected ? t('apply') : t('insert')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: sending !== undefined }}
      onOk={apply}
      onCancel={onClose}
    >
      <div className="form">
        <Field
          label={t('imageFile')}
          isRequired
          error={fault ?? (isChecked && !picture ? t('imageMissing') : undefined)}
        >
          <UploadField
            accept={accept}
            maxBytes={maxBytes}
            upload={upload}
            onDone={(uploaded) => {
              setPicture(uploaded)
              setFault(undefined)
            }}
          >
            {sending !== undefined && <ProgressBar value={sending} label={file?.name ?? ''} />}
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
    </Modal>
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
