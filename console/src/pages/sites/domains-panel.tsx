import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { getSite, listSites, setDomains } from '../../../../src/modules/sites/contract.ts'
import { useCommand } from '../../client.ts'
import { errorAt } from '../../components/error-at.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { portalUrl } from './portal-url.ts'
import type { SiteDetail } from './site-frame.tsx'

/** The hosts a site answers on; exactly one is the main one, the others lead to it. */
export function DomainsPanel({ site, mayChange }: { site: SiteDetail; mayChange: boolean }) {
  const { t } = useTranslation('sites')
  const [rows, setRows] = useState(() => site.domains.map((one) => ({ ...one })))
  const command = useCommand(setDomains, {
    success: t('domainsSaved'),
    invalidates: [getSite, listSites],
    announcesProblem: false,
  })
  const url = portalUrl(site)
  const isChanged = JSON.stringify(rows) !== JSON.stringify(site.domains)
  const isOwn = site.kind !== 'subportal'
  const submit = (event: FormEvent) => {
    event.preventDefault()
    command.mutate({
      params: { id: site.id },
      body: { expectedVersion: site.version, domains: rows.filter((row) => row.host.trim() !== '') },
    })
  }
  const shown = rows.flatMap((_, index) => [`/domains/${index}/host`, `/body/domains/${index}/host`])
  return (
    <Panel title={t('domains')} isPadded>
      <div className="stack">
        {url !== undefined && (
          <p>
            <a href={url} target="_blank" rel="noreferrer">
              {site.host}
              {site.basePath}/
            </a>
          </p>
        )}
        {!isOwn && <p className="hint">{t('subportalDomains')}</p>}
        {isOwn && (!mayChange || rows.length === 0) && rows.length === 0 && <p className="hint">{t('noDomains')}</p>}
        {isOwn && (
          <form className="form" onSubmit={submit}>
            {command.error && <ProblemNotice problem={command.error} shownPointers={shown} />}
            <ul className="row-list">
              {rows.map((row, index) => {
                const fault = errorAt(command.error, `/domains/${index}/host`)
                const set = (change: Partial<typeof row>) =>
                  setRows(rows.map((one, place) => (place === index ? { ...one, ...change } : one)))
                return (
                  <li key={index}>
                    <input
                      className="field"
                      aria-label={t('domainNumber', { number: index + 1 })}
                      value={row.host}
                      disabled={!mayChange}
                      spellCheck={false}
                      aria-invalid={fault !== undefined}
                      onChange={(event) => set({ host: event.target.value })}
                    />
                    <label className="check">
                      <input
                        type="radio"
                        name="main-domain"
                        checked={row.isMain}
                        disabled={!mayChange}
                        onChange={() => setRows(rows.map((one, place) => ({ ...one, isMain: place === index })))}
                      />{' '}
                      {t('mainDomain')}
                    </label>
                    {mayChange && (
                      <button
                        className="icon-button"
                        type="button"
                        aria-label={t('removeDomain', { host: row.host })}
                        onClick={() => setRows(rows.filter((_, place) => place !== index))}
                      >
                        <Icon name="x" />
                      </button>
                    )}
                    {fault !== undefined && <span className="field-error">{fault}</span>}
                  </li>
                )
              })}
            </ul>
            {mayChange && (
              <div className="form-acts">
                <button
                  className="button"
                  type="button"
                  onClick={() => setRows([...rows, { host: '', isMain: rows.length === 0 }])}
                >
                  <Icon name="plus" /> {t('addDomain')}
                </button>
                {isChanged && (
                  <button className="button" type="submit" disabled={command.isPending}>
                    {t('saveDomains')}
                  </button>
                )}
              </div>
            )}
          </form>
        )}
        {isOwn && <p className="hint">{t('domainsHint')}</p>}
      </div>
    </Panel>
  )
}
