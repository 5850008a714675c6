import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { listAudit, listAuditActions, type AuditEntry } from '../../../../src/modules/audit/contract.ts'
import { listAccounts } from '../../../../src/modules/identity/contract.ts'
import { getSite } from '../../../../src/modules/sites/contract.ts'
import { useCan } from '../../app/session.tsx'
import { useAddress } from '../../app/use-address.ts'
import { call, useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { DateTimeField } from '../../components/date-time-field.tsx'
import { Icon } from '../../components/icon.tsx'
import { FilterBar, type FilterChip } from '../../components/filter-bar.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { formatMoment, formatSecond } from '../../components/time.ts'
import { useAccountName } from '../accounts/use-account-name.ts'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import { useOrganisationName } from '../organisations/use-organisation-name.ts'
import { ChoiceField, type Choice } from '../sites/choice-field.tsx'
import { SiteField } from '../sites/site-field.tsx'
import '../sites/sites.css'
import './audit.css'
import { EntryDrawer } from './entry-drawer.tsx'
import { useActionName } from './use-action-name.ts'
import { useActorName } from './use-actor-name.ts'
import { useTargetName } from './use-target-name.ts'
import { colon } from '../../components/marks.ts'
import { VerifyPanel } from './verify-panel.tsx'

const defaults = {
  q: '',
  action: '',
  from: '',
  until: '',
  actor: '',
  place: '',
  onSite: '',
  targetId: '',
  entry: '',
  page: 1,
  pageSize: 50,
}

async function findAccounts(text: string, signal: AbortSignal): Promise<readonly Choice[]> {
  const { items } = await call(listAccounts, { query: { ...(text === '' ? {} : { text }), pageSize: 20 } }, { signal })
  return items.map((one) => ({ id: one.id, label: one.name, hint: `${one.login}　${one.organisation.shortName}` }))
}

function exportAddress(asked: Readonly<Record<string, string | undefined>>, lang: string): string {
  const given = Object.entries(asked).flatMap(([key, value]) => (value === undefined ? [] : [[key, value]]))
  return `/api/audit/export.csv?${new URLSearchParams([...given, ['lang', lang]]).toString()}`
}

/** Who did what, when and where: newest first, each with what it was before and after. */
export function AuditPage() {
  const { t, i18n } = useTranslation('audit')
  const can = useCan()
  const [filters, setFilters] = useAddress(defaults)
  const [isOpen, setOpen] = useState(false)
  const actions = useOperation(listAuditActions, {}, { staleFor: 600_000 })
  const uuid = (text: string) => z.uuid().safeParse(text).data
  const instant = (text: string) => z.iso.datetime({ offset: true }).safeParse(text).data
  const actor = useActorName()
  const actorName = useAccountName(uuid(filters.actor) ?? null)
  const placeName = useOrganisationName(filters.place)
  const site = useOperation(
    getSite,
    { params: { id: filters.onSite } },
    { enabled: filters.onSite !== '', keepsPrevious: false },
  )
  const asked = {
    text: filters.q || undefined,
    action: filters.action || undefined,
    from: instant(filters.from),
    until: instant(filters.until),
    actorId: uuid(filters.actor),
    organisationId: uuid(filters.place),
    siteId: uuid(filters.onSite),
    targetId: filters.targetId || undefined,
  }
  const { data, error, isFetching, refetch } = useOperation(listAudit, {
    query: { ...asked, page: Math.min(200, filters.page), pageSize: filters.pageSize },
  })
  const actionName = useActionName()
  const targetName = useTargetName()
  const chip = (key: keyof typeof defaults, label: string | undefined): FilterChip[] =>
    filters[key] === '' ? [] : [{ key, label: label ?? '…', onRemove: () => setFilters({ [key]: '' }) }]
  const chips = [
    ...chip('from', t('chipFrom', { at: filters.from === '' ? '' : formatMoment(filters.from) })),
    ...chip('until', t('chipUntil', { at: filters.until === '' ? '' : formatMoment(filters.until) })),
    ...chip('actor', t('chipActor', { name: actorName ?? '…' })),
    ...chip('place', t('chipPlace', { name: placeName ?? '…' })),
    ...chip('onSite', t('chipSite', { name: site.data?.name ?? '…' })),
    ...chip('targetId', t('chipTarget', { target: filters.targetId })),
  ]
  const open = (entry: z.output<typeof AuditEntry>) => setFilters({ entry: entry.id, page: filters.page })
  return (
    <>
      <PageHead
        title={t('rail')}
        hint={t('lead')}
        acts={
          <>
            <a className="button" href={exportAddress(asked, i18n.language)} download>
              <Icon name="download" /> {t('export')}
            </a>
            <button className="button" type="button" aria-expanded={isOpen} onClick={() => setOpen(!isOpen)}>
              {isOpen ? t('fewerFilters') : t('moreFilters')}
            </button>
          </>
        }
      />
      <div className="stack">
        {can('audit.verify') && <VerifyPanel />}
        <Panel>
          <FilterBar
            search={{ label: t('find'), value: filters.q }}
            selects={[
              {
                name: 'action',
                label: t('action'),
                any: t('anyAction'),
                value: filters.action,
                options: (actions.data?.items ?? []).map((one) => ({
                  value: one.action,
                  label: actionName(one.action),
                })),
              },
            ]}
            chips={chips}
            onChange={setFilters}
            onClear={() => setFilters(defaults)}
          />
          {isOpen && (
            <div className="audit-more">
              <label>
                {t('from')}
                <DateTimeField
                  value={filters.from === '' ? null : filters.from}
                  onChange={(from) => setFilters({ from: from ?? '' })}
                />
              </label>
              <label>
                {t('until')}
                <DateTimeField
                  value={filters.until === '' ? null : filters.until}
                  onChange={(until) => setFilters({ until: until ?? '' })}
                />
              </label>
              <div className="form-field">
                <label htmlFor="audit-actor">{t('actor')}</label>
                <ChoiceField
                  id="audit-actor"
                  name="accounts"
                  find={findAccounts}
                  value={filters.actor === '' ? null : { id: filters.actor, label: actorName ?? '…' }}
                  onChange={(one) => setFilters({ actor: one?.id ?? '' })}
                />
              </div>
              <div className="form-field">
                <label htmlFor="audit-place">{t('organisation')}</label>
                <OrganisationField
                  id="audit-place"
                  value={filters.place === '' ? null : { id: filters.place, label: placeName ?? '…' }}
                  onChange={(one) => setFilters({ place: one?.id ?? '' })}
                />
              </div>
              <div className="form-field">
                <label htmlFor="audit-site">{t('site')}</label>
                <SiteField
                  id="audit-site"
                  value={filters.onSite === '' ? null : { id: filters.onSite, label: site.data?.name ?? '…' }}
                  onChange={(one) => setFilters({ onSite: one?.id ?? '' })}
                />
              </div>
            </div>
          )}
          <DataTable
            label={t('entries')}
            columns={[
              { key: 'at', label: t('at'), render: (row) => <time dateTime={row.at}>{formatSecond(row.at)}</time> },
              {
                key: 'actor',
                label: t('actor'),
                render: (row) => (row.actorName === '' ? t(row.actorKind) : actor(row.actorName)),
              },
              {
                key: 'what',
                label: t('what'),
                isTitle: true,
                render: (row) => (
                  <a
                    href={`?entry=${row.id}`}
                    onClick={(event) => {
                      if (event.metaKey || event.ctrlKey) return
                      event.preventDefault()
                      open(row)
                    }}
                  >
                    {actionName(row.action)}
                    {colon()}
                    {targetName(row)}
                  </a>
                ),
              },
              { key: 'organisation', label: t('organisation'), render: (row) => row.organisationName ?? '' },
              {
                key: 'address',
                label: t('address'),
                render: (row) => <span className="mono">{row.address ?? ''}</span>,
              },
              { key: 'id', label: t('number'), render: (row) => <span className="mono">{row.id}</span> },
            ]}
            rows={data?.items}
            rowKey={(row) => row.id}
            rowLabel={(row) => `${actionName(row.action)} ${targetName(row)}`}
            problem={error}
            onRetry={() => void refetch()}
            isRefreshing={isFetching && data !== undefined}
            paging={data}
            onPageSize={(pageSize) => setFilters({ pageSize })}
            empty={{
              title: t('noneFound'),
              advice: data?.searchedBackTo
                ? t('searchedBackTo', { at: formatMoment(data.searchedBackTo) })
                : t('noneFoundAdvice'),
            }}
          />
          {data?.searchedBackTo && data.items.length > 0 && (
            <p className="hint panel-body">{t('searchedBackTo', { at: formatMoment(data.searchedBackTo) })}</p>
          )}
        </Panel>
      </div>
      {filters.entry !== '' && (
        <EntryDrawer
          id={filters.entry}
          actionName={actionName}
          onClose={() => setFilters({ entry: '', page: filters.page })}
          onSame={(targetId) => setFilters({ ...defaults, targetId })}
        />
      )}
      <KeyLine />
    </>
  )
}
