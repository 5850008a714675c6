import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { goToField } from './field-id.ts'
import { colon } from '../../components/marks.ts'
import type { Check } from './types.ts'

interface ChecksPanelProps {
  checks: readonly Check[]
  isSaving?: boolean
  /** Where there is no field to go to. */
  isReading?: boolean
}

/** What must be mended and what should be looked at, as of the last save. */
export function ChecksPanel({ checks, isSaving = false, isReading = false }: ChecksPanelProps) {
  const { t } = useTranslation('content')
  const musts = checks.filter((check) => check.level === 'must')
  const shoulds = checks.filter((check) => check.level === 'should')
  const found = new Set(checks.map((check) => check.code))
  const passed = [
    ...(found.has('personal-id') || found.has('personal-phone') ? [] : [t('checkPersonal')]),
    ...(found.has('image-alt') ? [] : [t('checkPictures')]),
    ...(found.has('metadata') ? [] : [t('checkMetadata')]),
    ...(found.has('double-punctuation') ? [] : [t('checkPunctuation')]),
  ]
  const chip =
    musts.length > 0 ? (
      <StatusChip tone="bad">{t('checkCounts', { musts: musts.length, shoulds: shoulds.length })}</StatusChip>
    ) : shoulds.length > 0 ? (
      <StatusChip tone="warn">{t('checkShoulds', { count: shoulds.length })}</StatusChip>
    ) : (
      <StatusChip tone="ok">{t('checkClear')}</StatusChip>
    )
  return (
    <Panel title={t('checks')} extra={chip}>
      <ul className="checks panel-body" aria-busy={isSaving}>
        {[...musts, ...shoulds].map((check) => (
          <li key={`${check.code} ${check.pointer} ${check.text}`}>
            <span className={check.level === 'must' ? 'no' : 'so'}>
              <Icon name={check.level === 'must' ? 'x' : 'alert'} />
              <span className="unseen">{check.level === 'must' ? t('checkMust') : t('checkShould')}</span>
            </span>
            <span>
              {check.text}
              {!isReading && (
                <>
                  {' '}
                  <button className="link" type="button" onClick={() => goToField(check.pointer)}>
                    {t('goThere')}
                    <span className="unseen">
                      {colon()}
                      {check.text}
                    </span>
                  </button>
                </>
              )}
            </span>
          </li>
        ))}
        {passed.map((words) => (
          <li key={words}>
            <span className="yes">
              <Icon name="check" />
            </span>
            <span>{words}</span>
          </li>
        ))}
      </ul>
    </Panel>
  )
}
