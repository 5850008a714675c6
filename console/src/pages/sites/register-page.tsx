import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getSite, listSiteChildren, listSites, moveSite } from '../../../../src/modules/sites/contract.ts'
import { useCommand } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Field } from '../../components/field.tsx'
import { Panel } from '../../components/panel.tsx'
import type { Choice } from './choice-field.tsx'
import { DomainsPanel } from './domains-panel.tsx'
import { RegisterFacts } from './register-facts.tsx'
import { RegisterForm } from './register-form.tsx'
import { SiteField } from './site-field.tsx'
import { SiteFrame, type SiteDetail } from './site-frame.tsx'

/** What stands in the register about a site, and who answers for what. */
export function RegisterPage() {
  const { t } = useTranslation('sites')
  const [moving, setMoving] = useState<SiteDetail>()
  const mayManage = (site: SiteDetail) => site.may.includes('site.manage')
  return (
    <SiteFrame
      tab="register"
      acts={(site) =>
        mayManage(site) && (
          <button className="button" type="button" onClick={() => setMoving(site)}>
            {t('move')}
          </button>
        )
      }
    >
      {(site) => (
        <div className="aside-two">
          <div className="stack">
            {mayManage(site) ? (
              <RegisterForm key={`${site.id} ${site.version}`} site={site} />
            ) : (
              <Panel title={t('tabRegister')} isPadded>
                <RegisterFacts site={site} />
              </Panel>
            )}
          </div>
          <div className="stack">
            <DomainsPanel key={`${site.id} ${site.version}`} site={site} mayChange={mayManage(site)} />
            <Panel title={t('place')} isPadded>
              <ol className="crumbs">
                {site.ancestors.map((one) => (
                  <li key={one.id}>{one.name}</li>
                ))}
                <li>{site.name}</li>
              </ol>
              <p className="hint">{t('placeHint', { channels: site.channelCount, children: site.childCount })}</p>
            </Panel>
          </div>
          {moving && <MoveDialog key={moving.id} site={moving} onClose={() => setMoving(undefined)} />}
        </div>
      )}
    </SiteFrame>
  )
}

function MoveDialog({ site, onClose }: { site: SiteDetail; onClose: () => void }) {
  const { t } = useTranslation('sites')
  const [parent, setParent] = useState<Choice | null>(
    site.parentId === null ? null : { id: site.parentId, label: site.parentName ?? '' },
  )
  const command = useCommand(moveSite, {
    success: t('moved'),
    invalidates: [getSite, listSites, listSiteChildren],
    announcesProblem: false,
    onDone: onClose,
  })
  return (
    <ConfirmDialog
      isOpen
      title={t('moveTitle', { site: site.name })}
      verb={t('move')}
      isBusy={command.isPending}
      problem={command.error}
      effect={
        <div className="form">
          <p>{t('moveEffect', { count: site.childCount })}</p>
          <Field label={t('parent')} problem={command.error} pointer="/parentId" hint={t('moveHint')}>
            <SiteField value={parent} onChange={setParent} />
          </Field>
        </div>
      }
      onConfirm={() =>
        command.mutate({
          params: { id: site.id },
          body: { expectedVersion: site.version, parentId: parent?.id ?? null },
        })
      }
      onCancel={onClose}
    />
  )
}
