import { App, Input } from 'antd'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { createPreview } from '../../../../src/modules/previews/contract.ts'
import { Icon } from '../../components/icon.tsx'
import { formatMoment } from '../../components/time.ts'

interface MadeLinkProps {
  made: z.output<typeof createPreview.reply>
  onAgain: () => void
}

/** The link: to open in a new tab, or to copy and hand on. */
export function MadeLink({ made, onAgain }: MadeLinkProps) {
  const { t } = useTranslation('previews')
  const { message } = App.useApp()
  const port = location.port === '' ? '' : `:${location.port}`
  const url = `${location.protocol}//${made.host}${port}${made.link}`
  const isFuture = Date.parse(made.at) > Date.now()
  return (
    <div className="form time-machine">
      <p>
        <b>{formatMoment(made.at)}</b>　{isFuture ? t('future') : t('past')}
      </p>
      {!isFuture && made.at < made.keptSince && (
        <p className="notice info-notice">{t('beforeKept', { since: formatMoment(made.keptSince) })}</p>
      )}
      <div className="form-field">
        <label htmlFor="preview-link">{t('link')}</label>
        <Input id="preview-link" readOnly value={url} onFocus={(event) => event.target.select()} />
        <p className="hint">
          {t('until')} {formatMoment(made.expiresAt)}
        </p>
      </div>
      <div className="made-acts">
        <button className="button" type="button" onClick={onAgain}>
          {t('again')}
        </button>
        <button
          className="button"
          type="button"
          onClick={() => {
            navigator.clipboard.writeText(url).then(
              () => message.success(t('copied')),
              () => message.error(t('copyFailed')),
            )
          }}
        >
          {t('copy')}
        </button>
        <a className="button primary" href={url} target="_blank" rel="noreferrer" autoFocus>
          {t('open')} <Icon name="out" />
          <span className="unseen">{t('newWindow')}</span>
        </a>
      </div>
    </div>
  )
}
