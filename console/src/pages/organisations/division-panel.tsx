import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { getDivision, type Division } from '../../../../src/modules/organisations/contract.ts'
import { organisationsLabels } from '../../../../src/modules/organisations/labels.ts'
import { useCan } from '../../app/session.tsx'
import { useOperation } from '../../client.ts'
import { KeyValue } from '../../components/key-value.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { useLabels } from '../sites/use-labels.ts'
import { AbolishDivisionDialog, DivisionDialog, RenameDivisionDialog } from './division-dialogs.tsx'

export type DivisionEntry = z.output<typeof getDivision.reply>

interface DivisionPanelProps {
  id: string
  onOpen: (id: string) => void
  onChanged: () => void
}

export function DivisionPanel({ id, onOpen, onChanged }: DivisionPanelProps) {
  const { t } = useTranslation('organisations')
  const label = useLabels(organisationsLabels)
  const can = useCan()
  const [act, setAct] = useState<'rename' | 'replace' | 'abolish'>()
  const { data: one, error, refetch } = useOperation(getDivision, { params: { id } }, { keepsPrevious: false })
  if (one === undefined)
    return error ? <ProblemNotice problem={error} onRetry={() => void refetch()} /> : <PageSkeleton />
  const close = () => setAct(undefined)
  const done = (made?: DivisionEntry) => {
    close()
    onChanged()
    if (made && made.id !== id) onOpen(made.id)
  }
  return (
    <>
      <Panel
        title={one.name}
        isPadded
        extra={
          one.validUntil === null ? (
            <StatusChip tone="ok">{t('valid')}</StatusChip>
          ) : (
            <StatusChip>{t('abolished')}</StatusChip>
          )
        }
      >
        <div className="stack">
          <ol className="crumbs" aria-label={t('path')}>
            {one.line.map((step) => (
              <li key={step.id}>
                <Link to="/organisations/divisions" search={{ division: step.id }}>
                  {step.name}
                </Link>
              </li>
            ))}
            <li>{one.name}</li>
          </ol>
          <KeyValue
            pairs={[
              [t('divisionCode'), <span className="mono">{one.code}</span>],
              [t('level'), label(`enum.division-level.${one.level}`)],
              [t('validFrom'), one.validFrom],
              [t('validUntil'), one.validUntil],
            ]}
          />
          {can('division.manage') && one.validUntil === null && (
            <div className="form-acts">
              <button className="button" type="button" onClick={() => setAct('rename')}>
                {t('rename')}
              </button>
              <button className="button" type="button" onClick={() => setAct('replace')}>
                {t('replace')}
              </button>
              <button className="button danger" type="button" onClick={() => setAct('abolish')}>
                {t('abolish')}
              </button>
            </div>
          )}
        </div>
      </Panel>
      <Panel title={t('changes')} isPadded>
        <div className="two-pairs">
          <Related title={t('predecessors')} list={one.predecessors} none={t('noPredecessors')} />
          <Related title={t('successors')} list={one.successors} none={t('noSuccessors')} />
        </div>
      </Panel>
      {act === 'rename' && <RenameDivisionDialog division={one} onClose={close} onDone={done} />}
      {act === 'abolish' && <AbolishDivisionDialog division={one} onClose={close} onDone={done} />}
      {act === 'replace' && <DivisionDialog replacing={one} onClose={close} onDone={done} />}
    </>
  )
}

function Related({ title, list, none }: { title: string; list: readonly Division[]; none: string }) {
  return (
    <div>
      <h3>{title}</h3>
      {list.length === 0 && <p className="hint">{none}</p>}
      <ul>
        {list.map((one) => (
          <li key={one.id}>
            <Link to="/organisations/divisions" search={{ division: one.id }}>
              {one.name}
            </Link>{' '}
            <span className="hint">
              {one.code}　{one.validFrom} — {one.validUntil ?? ''}
            </span>
          </li>
        ))}
      </ul>
    </div>
  )
}
