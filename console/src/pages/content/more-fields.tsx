import { Input, Select } from 'antd'
import { useTranslation } from 'react-i18next'
import { Field } from '../../components/field.tsx'
import { Panel } from '../../components/panel.tsx'
import { CoverField } from './cover-field.tsx'
import { fieldId } from './field-id.ts'
import { colon } from '../../components/marks.ts'
import type { DocumentEditor } from './use-document-editor.ts'

/** Everything that lists, searches and the page head need besides the text. */
export function MoreFields({ editor, isTried }: { editor: DocumentEditor; isTried: boolean }) {
  const { t } = useTranslation('content')
  const { document: doc, draft, change, isReadOnly } = editor
  const wrong = (pointer: string) =>
    isTried ? doc.checks.find((check) => check.pointer === pointer && check.level === 'must')?.text : undefined
  return (
    <Panel title={t('about')} isPadded>
      <div className="form">
        <Field label={t('summary')} hint={isReadOnly ? undefined : t('summaryHint')} error={wrong('/summary')}>
          <Input.TextArea
            id={fieldId('/summary')}
            autoSize={{ minRows: 2, maxRows: 6 }}
            maxLength={1000}
            showCount={!isReadOnly}
            readOnly={isReadOnly}
            value={draft.summary}
            onChange={(event) => change({ summary: event.target.value })}
          />
        </Field>
        <div className="form-columns">
          <Field label={t('source')} isRequired error={wrong('/source')}>
            <Input
              id={fieldId('/source')}
              maxLength={200}
              readOnly={isReadOnly}
              value={draft.source}
              onChange={(event) => change({ source: event.target.value })}
            />
          </Field>
          <Field label={t('author')}>
            <Input
              id={fieldId('/author')}
              maxLength={100}
              readOnly={isReadOnly}
              value={draft.author}
              onChange={(event) => change({ author: event.target.value })}
            />
          </Field>
          <Field label={t('responsibleEditor')}>
            <Input
              id={fieldId('/editor')}
              maxLength={100}
              readOnly={isReadOnly}
              value={draft.editor}
              onChange={(event) => change({ editor: event.target.value })}
            />
          </Field>
        </div>
        <Field label={t('keywords')} hint={isReadOnly ? undefined : t('keywordsHint')}>
          <Select
            id={fieldId('/keywords')}
            mode="tags"
            className="full"
            open={false}
            suffixIcon={null}
            disabled={isReadOnly}
            maxCount={20}
            tokenSeparators={['，', ',', '；', ';', ' ']}
            value={draft.keywords}
            onChange={(keywords: string[]) => change({ keywords })}
          />
        </Field>
        <CoverField
          siteId={doc.siteId}
          cover={draft.cover}
          isReadOnly={isReadOnly}
          onChange={(cover) => change({ cover })}
        />
        {doc.edition.origin && (
          <p className="hint">
            {t('origin')}
            {colon()}
            <a href={doc.edition.origin.url} target="_blank" rel="noreferrer">
              {doc.edition.origin.name}
            </a>
          </p>
        )}
      </div>
    </Panel>
  )
}
