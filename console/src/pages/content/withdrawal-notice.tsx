import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { formatMoment } from '../../components/time.ts'
import type { FullDocument } from './types.ts'

/** Why readers no longer see it, or see it marked: stands above the text as long as it holds. */
export function WithdrawalNotice({ document }: { document: FullDocument }) {
  const { t } = useTranslation('content')
  const { withdrawal, visibleFrom, visibleUntil } = document
  if (withdrawal === null) return null
  const { reason, redirectTo, successor, note } = withdrawal
  const at = formatMoment(withdrawal.at)
  const now = Date.now()
  const isAhead = Date.parse(withdrawal.at) > now
  const isSeen =
    (visibleFrom === null || Date.parse(visibleFrom) <= now) &&
    (visibleUntil === null || Date.parse(visibleUntil) > now)
  const words = {
    error: isAhead ? t('standsErrorAhead', { at }) : t('standsError', { at }),
    moved: isAhead ? t('standsMovedAhead', { at }) : t('standsMoved', { at }),
    repealed: `${isAhead ? t('standsRepealedAhead', { at }) : t('standsRepealed', { at })}${isSeen ? t('stillSeen') : ''}`,
    privacy: t('standsPrivacy', { at }),
  }
  return (
    <div className="notice warn-notice" role="status">
      <Icon name="undo" />
      <div>
        <p>
          <b>{words[reason]}</b>
        </p>
        {redirectTo !== null && <p>{t('leadsTo', { address: redirectTo })}</p>}
        {successor && (
          <p>
            {t('replacedBy')}{' '}
            <Link to="/documents/$id" params={{ id: successor.id }}>
              {successor.title}
            </Link>
            {!successor.isLive && t('replacementGone')}
          </p>
        )}
        {note !== '' && <p>{t('withdrawnBecause', { note })}</p>}
      </div>
    </div>
  )
}
