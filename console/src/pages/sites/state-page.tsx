import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { changeSiteState, getSite, listSiteChildren, listSites } from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useCommand } from '../../client.ts'
import { HistoryLog } from '../../components/history-log.tsx'
import { Panel } from '../../components/panel.tsx'
import { ReasonDialog } from '../../components/reason-dialog.tsx'
import { useAccountName } from '../accounts/use-account-name.ts'
import { SiteChip, type State } from './site-chip.tsx'
import { SiteFrame, type SiteDetail } from './site-frame.tsx'
import { useLabels } from './use-labels.ts'

export function StatePage() {
  return <SiteFrame tab="state">{(site) => <SiteStates site={site} />}</SiteFrame>
}

function SiteStates({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const label = useLabels(sitesLabels)
  const [next, setNext] = useState<State>()
  const command = useCommand(changeSiteState, {
    success: (reply) => t('stateChanged', { state: label(`enum.siteState.${reply.state}`) }),
    invalidates: [getSite, listSites, listSiteChildren],
    announcesProblem: false,
    onDone: () => setNext(undefined),
  })
  const effects: Readonly<Record<State, string>> = {
    draft: t('effectDraft'),
    running: t('effectRunning'),
    exceptional: t('effectExceptional'),
    suspended: t('effectSuspended'),
    closing: t('effectClosing'),
    closed: t('effectClosed'),
  }
  return (
    <div className="stack">
      <Panel title={t('stateNow')} isPadded>
        <div className="stack">
          <p>
            <SiteChip state={site.state} /> {site.stateReason}
          </p>
          <p className="hint">{effects[site.state]}</p>
          {site.may.includes('site.manage') && site.nextStates.length > 0 && (
            <div className="form-acts">
              {site.nextStates.map((state) => (
                <button
                  key={state}
                  type="button"
                  className={
                    state === 'running' ? 'button primary' : state === 'suspended' ? 'button danger' : 'button'
                  }
                  onClick={() => {
                    command.reset()
                    setNext(state)
                  }}
                >
                  {t('changeTo', { state: label(`enum.siteState.${state}`) })}
                </button>
              ))}
            </div>
          )}
          {site.nextStates.length === 0 && <p className="hint">{t('noNextState')}</p>}
        </div>
      </Panel>
      <Panel title={t('stateHistory')}>
        <HistoryLog
          label={t('stateHistory')}
          entries={site.states.map((one) => ({
            key: one.at,
            at: one.at,
            who: '',
            what: (
              <>
                <SetBy id={one.setBy} /> {t('becameState', { state: label(`enum.siteState.${one.state}`) })}
              </>
            ),
            // Nobody gives a reason when a site is registered.
            note: one.reason === '' ? t('registered') : one.reason,
          }))}
        />
      </Panel>
      <ReasonDialog
        isOpen={next !== undefined}
        title={t('changeToTitle', {
          site: site.name,
          state: next === undefined ? '' : label(`enum.siteState.${next}`),
        })}
        effect={next === undefined ? undefined : effects[next]}
        verb={next === undefined ? '' : t('changeTo', { state: label(`enum.siteState.${next}`) })}
        // Readers see it on the page that stands in for the site, or at the top of every page.
        {...(next === 'suspended' || next === 'exceptional' ? { hint: t('reasonPublic') } : {})}
        isDanger={next === 'suspended'}
        isBusy={command.isPending}
        problem={command.error}
        onSubmit={(reason) => {
          if (next !== undefined)
            command.mutate({ params: { id: site.id }, body: { expectedVersion: site.version, state: next, reason } })
        }}
        onCancel={() => setNext(undefined)}
      />
    </div>
  )
}

function SetBy({ id }: { id: string | null }) {
  const name = useAccountName(id)
  return name === undefined ? null : <>{name}</>
}
