import { Link, useNavigate } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import {
  getSite,
  listSiteChildren,
  listSites,
  SiteKind,
  SiteLevel,
  SiteState,
} from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useCan } from '../../app/session.tsx'
import { useAddress } from '../../app/use-address.ts'
import { call, useOperation } from '../../client.ts'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import type { TreeNode } from '../../components/lazy-tree-state.ts'
import { LazyTree } from '../../components/lazy-tree.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { SplitLayout } from '../../components/split-layout.tsx'
import { useOrganisationName } from '../organisations/use-organisation-name.ts'
import { SiteTable } from './site-table.tsx'
import './sites.css'
import { soleOf } from './sole-of.ts'
import { useLabels } from './use-labels.ts'

const defaults = { q: '', level: '', kind: '', state: '', under: '', owner: '', sort: 'tree', page: 1, pageSize: 50 }
const Sort = listSites.query.shape.sort

async function loadChildren(parentId: string | null, signal: AbortSignal): Promise<TreeNode[]> {
  const rows = await call(listSiteChildren, { query: parentId === null ? {} : { parentId } }, { signal })
  return rows.map((site) => ({
    id: site.id,
    label: site.shortName === '' ? site.name : site.shortName,
    hasChildren: site.childCount > 0,
    ...(site.childCount > 0 ? { hint: String(site.childCount) } : {}),
  }))
}

async function searchTree(text: string, signal: AbortSignal) {
  const { items } = await call(listSites, { query: { text, pageSize: 30 } }, { signal })
  return items.map((site) => ({
    id: site.id,
    label: site.name,
    hasChildren: site.childCount > 0,
    path: [site.parentName, site.code].filter(Boolean).join('　'),
  }))
}

/** All sites: the tree at the left narrows the list at the right. */
export function SitesPage() {
  const { t } = useTranslation('sites')
  const label = useLabels(sitesLabels)
  const can = useCan()
  const navigate = useNavigate()
  const [filters, setFilters] = useAddress(defaults)
  const { data, error, isFetching, refetch } = useOperation(listSites, { query: queryOf(filters) })
  const under = useOperation(
    getSite,
    { params: { id: filters.under } },
    { enabled: filters.under !== '', keepsPrevious: false },
  )
  const roots = useOperation(listSiteChildren, { query: {} }, { staleFor: 60_000 })
  const owner = useOrganisationName(filters.owner)
  const mayMake = can('site.manage')
  useHotkey('N', t('newSite'), () => void navigate({ to: '/sites/new' }), { isEnabled: mayMake })
  const choices = (name: string, values: readonly string[]) =>
    values.map((value) => ({ value, label: label(`enum.${name}.${value}`) }))
  const chips = [
    ...(filters.under === ''
      ? []
      : [
          {
            key: 'under',
            label: t('underChip', { site: under.data?.name ?? '…' }),
            onRemove: () => setFilters({ under: '' }),
          },
        ]),
    ...(filters.owner === ''
      ? []
      : [{ key: 'owner', label: t('ownerChip', { body: owner ?? '…' }), onRemove: () => setFilters({ owner: '' }) }]),
  ]
  return (
    <>
      <PageHead
        title={t('sites')}
        acts={
          mayMake && (
            <Link className="button" to="/sites/bulk">
              <Icon name="table" /> {t('bulk')}
            </Link>
          )
        }
        action={
          mayMake && (
            <Link className="button primary" to="/sites/new">
              <Icon name="plus" /> {t('newSite')} <kbd>N</kbd>
            </Link>
          )
        }
      />
      <SplitLayout
        label={t('tree')}
        chosen={under.data?.name ?? t('allSites')}
        side={
          <LazyTree
            key={roots.data?.length ?? 'roots'}
            initiallyOpen={soleOf(roots.data)}
            label={t('tree')}
            load={loadChildren}
            search={searchTree}
            selected={filters.under === '' ? undefined : filters.under}
            onSelect={(node) => setFilters({ under: node.id === filters.under ? '' : node.id })}
          />
        }
      >
        <Panel>
          <FilterBar
            search={{ label: t('find'), value: filters.q }}
            selects={[
              {
                name: 'level',
                label: t('level'),
                any: t('anyLevel'),
                value: filters.level,
                options: choices('siteLevel', SiteLevel.options),
              },
              {
                name: 'kind',
                label: t('kind'),
                any: t('anyKind'),
                value: filters.kind,
                options: choices('siteKind', SiteKind.options),
              },
              {
                name: 'state',
                label: t('state'),
                any: t('anyState'),
                value: filters.state,
                options: choices('siteState', SiteState.options),
              },
            ]}
            chips={chips}
            onChange={setFilters}
            onClear={() => setFilters(defaults)}
          />
          <SiteTable
            label={t('list')}
            rows={data?.items}
            problem={error}
            onRetry={() => void refetch()}
            isRefreshing={isFetching && data !== undefined}
            sort={filters.sort}
            onSort={(sort) => setFilters({ sort })}
            paging={data}
            onPageSize={(pageSize) => setFilters({ pageSize })}
            empty={{ title: t('noSites'), advice: t('noSitesAdvice') }}
          />
        </Panel>
      </SplitLayout>
      <KeyLine />
    </>
  )
}

function queryOf(filters: typeof defaults) {
  const level = SiteLevel.safeParse(filters.level).data
  const kind = SiteKind.safeParse(filters.kind).data
  const state = SiteState.safeParse(filters.state).data
  const under = z.uuid().safeParse(filters.under).data
  const ownerId = z.uuid().safeParse(filters.owner).data
  return {
    page: filters.page,
    pageSize: filters.pageSize,
    sort: Sort.safeParse(filters.sort).data ?? 'tree',
    ...(filters.q === '' ? {} : { text: filters.q }),
    ...(level === undefined ? {} : { level }),
    ...(kind === undefined ? {} : { kind }),
    ...(state === undefined ? {} : { state }),
    ...(under === undefined ? {} : { under }),
    ...(ownerId === undefined ? {} : { ownerId }),
  } as const
}
