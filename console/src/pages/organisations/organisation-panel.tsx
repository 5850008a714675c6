import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getOrganisation } from '../../../../src/modules/organisations/contract.ts'
import { organisationsLabels } from '../../../../src/modules/organisations/labels.ts'
import { listSites } from '../../../../src/modules/sites/contract.ts'
import { useOperation } from '../../client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { KeyValue } from '../../components/key-value.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { SiteChip } from '../sites/site-chip.tsx'
import { useLabels } from '../sites/use-labels.ts'
import { AbolishDialog } from './abolish-dialog.tsx'
import { MoveOrganisationDialog } from './move-organisation-dialog.tsx'
import { OrganisationDialog } from './organisation-dialog.tsx'
import { aside } from '../../components/marks.ts'
import { PersonsPanel } from './persons-panel.tsx'

interface OrganisationPanelProps {
  id: string
  onChanged: () => void
}

/** One public body: what is registered, who is responsible, which sites it answers for. */
export function OrganisationPanel({ id, onChanged }: OrganisationPanelProps) {
  const { t } = useTranslation('organisations')
  const { t: common } = useTranslation()
  const label = useLabels(organisationsLabels)
  const [act, setAct] = useState<'edit' | 'move' | 'abolish'>()
  const { data: one, error, refetch } = useOperation(getOrganisation, { params: { id } }, { keepsPrevious: false })
  const sites = useOperation(listSites, { query: { ownerId: id, pageSize: 20 } })
  if (one === undefined)
    return error ? <ProblemNotice problem={error} onRetry={() => void refetch()} /> : <PageSkeleton />
  const close = () => setAct(undefined)
  const done = () => {
    onChanged()
    close()
  }
  return (
    <>
      <Panel
        title={one.name}
        extra={one.abolishedOn !== null && <StatusChip>{t('abolishedOn', { day: one.abolishedOn })}</StatusChip>}
        isPadded
      >
        <div className="stack">
          <ol className="crumbs" aria-label={t('path')}>
            {one.line.map((step) => (
              <li key={step.id}>
                <Link to="/organisations" search={{ organisation: step.id }}>
                  {step.shortName}
                </Link>
              </li>
            ))}
            <li>{one.shortName}</li>
          </ol>
          <div className="two-pairs">
            <KeyValue
              pairs={[
                [t('kind'), label(`enum.organisation-kind.${one.kind}`)],
                [t('code'), <span className="mono">{one.code}</span>],
                [t('uscc'), one.uscc === null ? t('unknown') : <span className="mono">{one.uscc}</span>],
                [t('division'), aside(one.division.name, one.division.code)],
                [t('successor'), one.successor?.name],
              ]}
            />
            <KeyValue
              pairs={[
                [t('phone'), one.phone],
                [t('addressLine'), one.address],
                [t('officeHours'), one.officeHours],
              ]}
            />
          </div>
          {one.functions !== '' && (
            <div>
              <h3>{t('functions')}</h3>
              <p className="pre">{one.functions}</p>
            </div>
          )}
          {one.canManage && one.abolishedOn === null && (
            <div className="form-acts">
              <button className="button" type="button" onClick={() => setAct('edit')}>
                {common('edit')}
              </button>
              {one.parentId !== null && (
                <>
                  <button className="button" type="button" onClick={() => setAct('move')}>
                    {t('move')}
                  </button>
                  <button className="button danger" type="button" onClick={() => setAct('abolish')}>
                    {t('abolish')}
                  </button>
                </>
              )}
            </div>
          )}
        </div>
      </Panel>
      <PersonsPanel key={one.version} organisation={one} />
      <Panel
        title={t('sitesOwned')}
        extra={
          (sites.data?.total ?? 0) > 20 && (
            <Link to="/sites" search={{ owner: id }}>
              {t('allSites', { count: sites.data?.total ?? 0 })}
            </Link>
          )
        }
      >
        {sites.data?.items.length === 0 ? (
          <EmptyState title={t('noSites')} />
        ) : (
          <ul className="tree panel-body">
            {(sites.data?.items ?? []).map((site) => (
              <li key={site.id}>
                <Link to="/sites/$id" params={{ id: site.id }}>
                  {site.name}
                </Link>
                <span>
                  {site.host}
                  {site.basePath} <SiteChip state={site.state} />
                </span>
              </li>
            ))}
          </ul>
        )}
      </Panel>
      <Panel title={t('accounts')} isPadded>
        <Link to="/organisations/accounts" search={{ organisation: id }}>
          {t('accountsHere')}
        </Link>
      </Panel>
      {act === 'edit' && <OrganisationDialog organisation={one} parent={null} onClose={close} onDone={done} />}
      {act === 'move' && <MoveOrganisationDialog organisation={one} onClose={close} onDone={done} />}
      {act === 'abolish' && <AbolishDialog organisation={one} onClose={close} onDone={done} />}
    </>
  )
}
