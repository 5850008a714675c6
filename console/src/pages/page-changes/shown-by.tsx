import { Drawer } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { getShownBy, type ShownKind } from '../../../../src/modules/library/contract.ts'
import { useOperation } from '../../client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { PageList } from './page-list.tsx'

interface ShownByProps {
  kind: z.output<typeof ShownKind>
  id: string
  /** For a setting: whose value it is. */
  siteId?: string
  /** What people call it. */
  name: string
  className: string
}

/** A button that answers which pages of which sites show a thing. */
export function ShownBy(props: ShownByProps) {
  const { t } = useTranslation('pageChanges')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        className={props.className}
        type="button"
        aria-haspopup="dialog"
        aria-label={t('shownByWhat', { name: props.name })}
        onClick={() => setOpen(true)}
      >
        {t('shownBy')}
      </button>
      {isOpen && <ShownByDrawer {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

function ShownByDrawer({ kind, id, siteId, name, onClose }: ShownByProps & { onClose: () => void }) {
  const { t } = useTranslation('pageChanges')
  const { data, error, refetch } = useOperation(
    getShownBy,
    { query: { kind, id, ...(siteId === undefined ? {} : { siteId }) } },
    { keepsPrevious: false, staleFor: 0 },
  )
  return (
    <Drawer open size={480} title={t('shownByWhat', { name })} onClose={onClose} destroyOnHidden>
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <PageSkeleton />}
      {data?.isKnown === false && <EmptyState title={t('shownUnknown')} advice={t('shownUnknownAdvice')} />}
      {data?.isKnown === true && data.total === 0 && (
        <EmptyState title={t('shownNowhere')} advice={t('shownNowhereAdvice')} />
      )}
      {data !== undefined && data.total > 0 && (
        <div className="receipt">
          <p role="status">
            <b>{t('shownCount', { count: data.total, sites: data.sites })}</b>
          </p>
          {data.isInNav && <p className="hint">{t('shownInNav')}</p>}
          <p className="hint">{t('shownHint')}</p>
          <PageList pages={data.pages} total={data.total} />
        </div>
      )}
    </Drawer>
  )
}
