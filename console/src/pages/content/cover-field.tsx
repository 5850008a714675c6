import { Input } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Field } from '../../components/field.tsx'
import { UploadField } from '../../components/upload-field.tsx'
import { insideHref } from './body-sources.ts'
import { fieldId } from './field-id.ts'
import type { Cover, Upload } from './types.ts'
import { IMAGE_MOST, imageTypes, uploadFile } from './upload-file.ts'

interface CoverFieldProps {
  siteId: string
  cover: Cover | null
  isReadOnly: boolean
  onChange: (cover: Cover | null) => void
}

/** The picture that lists show; it counts only together with its alternative text. */
export function CoverField({ siteId, cover, isReadOnly, onChange }: CoverFieldProps) {
  const { t } = useTranslation('content')
  const { t: common } = useTranslation()
  const [waiting, setWaiting] = useState<Upload>()
  const [alt, setAlt] = useState(cover?.alt ?? '')
  const picture = waiting?.blob ?? cover?.blob
  const put = (upload: Upload | undefined, words: string) => {
    if (words.trim() === '') return
    if (upload) {
      const { blob, mediaType, width, height } = upload
      onChange({
        blob,
        mediaType,
        alt: words.trim(),
        ...(width === null ? {} : { width }),
        ...(height === null ? {} : { height }),
      })
    } else if (cover) onChange({ ...cover, alt: words.trim() })
  }
  if (isReadOnly && !cover) return null
  return (
    <div className="cover" id={fieldId('/cover')}>
      {picture !== undefined && <img className="picture-preview" src={insideHref(picture, 'cover')} alt={alt} />}
      <div className="form">
        {!isReadOnly && (
          <Field label={t('cover')} isOptional hint={t('coverHint')}>
            <UploadField
              accept={imageTypes}
              maxBytes={IMAGE_MOST}
              upload={(file, control) => uploadFile(siteId, file, control)}
              onDone={(upload) => {
                setWaiting(upload)
                put(upload, alt)
              }}
            />
          </Field>
        )}
        {picture !== undefined && (
          <>
            <Field
              label={t('coverAlt')}
              isRequired
              hint={t('coverAltHint')}
              error={alt.trim() === '' ? t('coverAltMissing') : undefined}
            >
              <Input
                maxLength={200}
                readOnly={isReadOnly}
                value={alt}
                onChange={(event) => {
                  setAlt(event.target.value)
                  put(waiting, event.target.value)
                }}
              />
            </Field>
            {!isReadOnly && (
              <div>
                <button
                  className="button"
                  type="button"
                  onClick={() => {
                    setWaiting(undefined)
                    setAlt('')
                    onChange(null)
                  }}
                >
                  {common('remove')}
                </button>
              </div>
            )}
          </>
        )}
      </div>
    </div>
  )
}
