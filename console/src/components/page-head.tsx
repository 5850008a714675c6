import { Link } from '@tanstack/react-router'
import { useEffect, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

interface PageHeadProps {
  title: string
  /** One line: what stands here, how much of it. */
  hint?: ReactNode
  /** A StatusChip beside the title. */
  chip?: ReactNode
  back?: { to: string; label: string }
  /** Secondary buttons. */
  acts?: ReactNode
  /** The one primary action of the screen. */
  action?: ReactNode
}

/** Heading of a screen; also names the browser tab. */
export function PageHead({ title, hint, chip, back, acts, action }: PageHeadProps) {
  const { t } = useTranslation('shell')
  useEffect(() => {
    document.title = t('documentTitle', { page: title })
  }, [t, title])
  return (
    <div className="head">
      {back && (
        <Link to={back.to}>
          <Icon name="left" /> {back.label}
        </Link>
      )}
      <h1>{title}</h1>
      {chip}
      {hint !== undefined && <p>{hint}</p>}
      {(acts !== undefined || action !== undefined) && (
        <div className="acts">
          {acts}
          {action}
        </div>
      )}
    </div>
  )
}
