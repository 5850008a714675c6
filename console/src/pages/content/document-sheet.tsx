import { useTranslation } from 'react-i18next'
import { Panel } from '../../components/panel.tsx'
import { RichEditor } from '../../editor/rich-editor.tsx'
import { AttachmentList } from './attachment-list.tsx'
import { insideHref } from './body-sources.ts'
import { fieldId } from './field-id.ts'
import { MetadataForm } from './metadata-form.tsx'
import { fileTypes, IMAGE_MOST, FILE_MOST, uploadFile } from './upload-file.ts'
import type { DocumentEditor } from './use-document-editor.ts'

const LONGEST_TITLE = 200

/** Title, metadata, text and attachments: the document itself. */
export function DocumentSheet({ editor, isTried }: { editor: DocumentEditor; isTried: boolean }) {
  const { t } = useTranslation('content')
  const { document: doc, draft, change, isReadOnly } = editor
  const isUntitled = draft.title.trim() === ''
  return (
    <Panel label={t('text')}>
      <div className="sheet-head">
        <label className="unseen" htmlFor={fieldId('/title')}>
          {t('title')}
        </label>
        <textarea
          className="title"
          id={fieldId('/title')}
          rows={1}
          maxLength={LONGEST_TITLE}
          readOnly={isReadOnly}
          placeholder={t('title')}
          value={draft.title}
          aria-invalid={isUntitled}
          aria-describedby={isUntitled ? `${fieldId('/title')}-error` : undefined}
          onChange={(event) => change({ title: event.target.value.replaceAll(/\s*\n\s*/g, ' ') })}
        />
        {isUntitled && (
          <p className="field-error" id={`${fieldId('/title')}-error`}>
            {t('titleMissing')}
          </p>
        )}
        {!isReadOnly && draft.title.length >= LONGEST_TITLE && (
          <p className="field-error" role="status">
            {t('titleFull', { most: LONGEST_TITLE })}
          </p>
        )}
        <input
          className="subtitle"
          id={fieldId('/subtitle')}
          aria-label={t('subtitle')}
          placeholder={t('subtitleHint')}
          maxLength={200}
          readOnly={isReadOnly}
          value={draft.subtitle}
          onChange={(event) => change({ subtitle: event.target.value })}
        />
        <MetadataForm
          kind={doc.kind}
          siteId={doc.siteId}
          value={draft.metadata}
          isReadOnly={isReadOnly}
          checks={isTried ? doc.checks : []}
          onChange={(metadata) => change({ metadata })}
        />
      </div>
      <div id={fieldId('/body')}>
        <RichEditor
          value={draft.body}
          onChange={(body) => change({ body })}
          isReadOnly={isReadOnly}
          imageMaxBytes={IMAGE_MOST}
          attachmentMaxBytes={FILE_MOST}
          attachmentAccept={fileTypes}
          onUploadImage={async (file, control) => {
            const { blob, name, width, height } = await uploadFile(doc.siteId, file, control)
            return { url: insideHref(blob, name), width, height }
          }}
          onUploadAttachment={async (file, control) => {
            const { blob, name, bytes } = await uploadFile(doc.siteId, file, control)
            return { url: insideHref(blob, name), name, bytes }
          }}
        />
      </div>
      <AttachmentList
        siteId={doc.siteId}
        files={draft.files}
        isReadOnly={isReadOnly}
        onChange={(next) => change({ files: next(draft.files) })}
      />
    </Panel>
  )
}
