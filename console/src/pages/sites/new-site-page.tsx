import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { registerSite } from '../../../../src/modules/sites/contract.ts'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { NewSiteForm } from './new-site-form.tsx'
import { portalUrl } from './portal-url.ts'
import { listMark } from '../../components/marks.ts'
import './sites.css'

type Made = z.output<typeof registerSite.reply>

/** A site from a blueprint on one screen: what is asked left, what will stand there right. */
export function NewSitePage() {
  const { t } = useTranslation('sites')
  const [made, setMade] = useState<Made>()
  return (
    <>
      <PageHead title={made ? t('siteMade') : t('newSite')} back={{ to: '/sites', label: t('sites') }} />
      {made ? <Result made={made} onAgain={() => setMade(undefined)} /> : <NewSiteForm onMade={setMade} />}
    </>
  )
}

function Result({ made, onAgain }: { made: Made; onAgain: () => void }) {
  const { t } = useTranslation('sites')
  const { site } = made
  const url = portalUrl(site)
  return (
    <Panel title={site.name} isPadded>
      <div className="stack" role="status">
        <p>{t('madeWords', { channels: made.channelsCreated, settings: made.settingsWritten })}</p>
        {made.unresolvedMounts.length > 0 && (
          <div className="notice warn-notice">
            <div>
              <p>{t('unresolvedMounts', { count: made.unresolvedMounts.length })}</p>
              <p>{made.unresolvedMounts.map((one) => one.name).join(listMark())}</p>
            </div>
          </div>
        )}
        <p className="hint">{site.state === 'draft' ? t('madeDraft') : ''}</p>
        <div className="form-acts">
          <Link className="button primary" to="/sites/$id/settings" params={{ id: site.id }}>
            {t('goSettings')}
          </Link>
          <Link className="button" to="/sites/$id/state" params={{ id: site.id }}>
            {t('goState')}
          </Link>
          <Link className="button" to="/channels" search={{ site: site.id }}>
            {t('goChannels')}
          </Link>
          {url !== undefined && (
            <a className="button" href={url} target="_blank" rel="noreferrer">
              {t('openPortal')}
            </a>
          )}
          <button className="button" type="button" onClick={onAgain}>
            {t('anotherSite')}
          </button>
        </div>
      </div>
    </Panel>
  )
}
