import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { listPageChanges, type PageChange } from '../../../../src/modules/library/contract.ts'
import { useCan } from '../../app/session.tsx'
import { useOperation } from '../../client.ts'
import { Moment } from '../../components/moment.tsx'
import { Panel } from '../../components/panel.tsx'
import { ReceiptWords } from '../page-changes/receipt-line.tsx'
import { RunningPanel } from '../page-changes/running-panel.tsx'

const LOOK_MS = 2_000

/** What the last change of a template did to pages: what runs, with the way to stop it, and what was. */
export function LastChangePanel() {
  const can = useCan()
  return can('pages.watch') ? <LastChange /> : null
}

function LastChange() {
  const { data } = useOperation(
    listPageChanges,
    { query: { kind: 'template', page: 1, pageSize: 1 } },
    { refreshEvery: LOOK_MS },
  )
  if (data === undefined) return null
  const [last] = data.items
  // A bulk change that runs stands above, with the way to stop it.
  const isAbove = last?.isBulk === true && last.state === 'running'
  return (
    <>
      <RunningPanel kind="template" />
      {!isAbove && <LastPanel last={last} />}
    </>
  )
}

function LastPanel({ last }: { last: z.output<typeof PageChange> | undefined }) {
  const { t } = useTranslation('templates')
  return (
    <Panel
      title={t('lastChange')}
      isPadded
      extra={
        <Link to="/page-changes" search={{ kind: 'template' }}>
          {t('toChanges')}
        </Link>
      }
    >
      {last === undefined ? (
        <p className="hint">{t('noChange')}</p>
      ) : (
        <div className="receipt">
          <p className="hint">
            <Moment at={last.begunAt} />
          </p>
          <ReceiptWords receipt={last} />
        </div>
      )}
    </Panel>
  )
}
