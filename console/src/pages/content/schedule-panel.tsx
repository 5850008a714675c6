import { useTranslation } from 'react-i18next'
import { DateTimeField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { KeyValue } from '../../components/key-value.tsx'
import { Moment } from '../../components/moment.tsx'
import { Panel } from '../../components/panel.tsx'
import { fieldId } from './field-id.ts'
import type { DocumentEditor } from './use-document-editor.ts'

/** From when and until when readers see it. A time is a fact that every page reads, so no job can miss it. */
export function SchedulePanel({ editor }: { editor: DocumentEditor }) {
  const { t } = useTranslation('content')
  const { document: doc, draft, change, isReadOnly } = editor
  const { visibleFrom, visibleUntil } = draft
  const isBackwards =
    visibleFrom !== null && visibleUntil !== null && Date.parse(visibleUntil) <= Date.parse(visibleFrom)
  return (
    <Panel title={t('schedule')} isPadded>
      {isReadOnly ? (
        <KeyValue
          pairs={[
            [t('visibleFrom'), visibleFrom === null ? t('atOnce') : <Moment key="from" at={visibleFrom} />],
            [t('visibleUntil'), visibleUntil === null ? t('forGood') : <Moment key="until" at={visibleUntil} />],
          ]}
        />
      ) : (
        <div className="form tight">
          <Field label={t('visibleFrom')}>
            <DateTimeField
              id={fieldId('/visibleFrom')}
              value={visibleFrom}
              placeholder={t('atOnce')}
              onChange={(value) => change({ visibleFrom: value })}
            />
          </Field>
          <Field
            label={t('visibleUntil')}
            hint={t('beijingTime')}
            error={isBackwards ? t('scheduleBackwards') : undefined}
          >
            <DateTimeField
              id={fieldId('/visibleUntil')}
              value={visibleUntil}
              placeholder={t('forGood')}
              onChange={(value) => change({ visibleUntil: value })}
            />
          </Field>
        </div>
      )}
      <p className="hint">
        {doc.firstReleasedAt === null ? (
          t('neverReleased')
        ) : (
          <>
            {t('firstReleased')} <Moment at={doc.firstReleasedAt} />
            {t('firstReleasedFixed')}
          </>
        )}
      </p>
    </Panel>
  )
}
