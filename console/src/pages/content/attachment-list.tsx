import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { sizeWords } from '../../components/size-words.ts'
import { UploadField } from '../../components/upload-field.tsx'
import { insideHref } from './body-sources.ts'
import { fieldId } from './field-id.ts'
import type { AttachedFile } from './types.ts'
import { FILE_MOST, fileTypes, uploadFile } from './upload-file.ts'

const MOST = 50

interface AttachmentListProps {
  siteId: string
  files: readonly AttachedFile[]
  isReadOnly: boolean
  onChange: (next: (files: AttachedFile[]) => AttachedFile[]) => void
}

/** Files that stand below the text, each with name and size; uploaded at once, listed under any name. */
export function AttachmentList({ siteId, files, isReadOnly, onChange }: AttachmentListProps) {
  const { t } = useTranslation('content')
  const [isAdding, setAdding] = useState(false)
  return (
    <div className="attachments" id={fieldId('/files')}>
      <p>
        <Icon name="clip" /> {t('attachments', { count: files.length })}
      </p>
      <ul>
        {files.map((file, index) => (
          <li key={`${file.blob} ${index}`}>
            <a href={insideHref(file.blob, file.name)} target="_blank" rel="noreferrer">
              {file.name}
            </a>
            <span className="hint">{sizeWords(file.bytes)}</span>
            {!isReadOnly && (
              <button
                className="button bare"
                type="button"
                aria-label={t('removeFile', { name: file.name })}
                onClick={() => onChange((all) => all.filter((_, at) => at !== index))}
              >
                <Icon name="bin" />
              </button>
            )}
          </li>
        ))}
      </ul>
      {!isReadOnly && !isAdding && files.length < MOST && (
        <button className="button" type="button" onClick={() => setAdding(true)}>
          <Icon name="plus" /> {t('addFile')}
        </button>
      )}
      {isAdding && (
        <UploadField
          accept={fileTypes}
          maxBytes={FILE_MOST}
          upload={(file, control) => uploadFile(siteId, file, control)}
          onDone={({ blob, name, mediaType, bytes }) => {
            onChange((all) => (all.some((one) => one.blob === blob) ? all : [...all, { blob, name, mediaType, bytes }]))
            setAdding(false)
          }}
        />
      )}
    </div>
  )
}
