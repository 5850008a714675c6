import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getDivision, listDivisionChildren, listDivisions } from '../../../../src/modules/organisations/contract.ts'
import { organisationsLabels } from '../../../../src/modules/organisations/labels.ts'
import { useCan } from '../../app/session.tsx'
import { useAddress } from '../../app/use-address.ts'
import { call, useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import type { TreeNode } from '../../components/lazy-tree-state.ts'
import { LazyTree } from '../../components/lazy-tree.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { SplitLayout } from '../../components/split-layout.tsx'
import '../sites/sites.css'
import { soleOf } from '../sites/sole-of.ts'
import { useLabels } from '../sites/use-labels.ts'
import { DivisionPanel } from './division-panel.tsx'
import { DivisionDialog } from './division-dialogs.tsx'
import { Above } from './above.tsx'
import { PeopleTabs } from './people-tabs.tsx'

const defaults = { division: '', q: '', level: '', state: '', page: 1, pageSize: 50 }
const State = listDivisions.query.shape.state

async function loadChildren(parentId: string | null, signal: AbortSignal): Promise<TreeNode[]> {
  const { items } = await call(listDivisionChildren, { query: parentId === null ? {} : { parentId } }, { signal })
  return items.map((one) => ({ id: one.id, label: one.name, hasChildren: one.hasChildren, hint: one.code }))
}

async function searchTree(text: string, signal: AbortSignal) {
  const { items } = await call(listDivisions, { query: { text, pageSize: 40 } }, { signal })
  return items.map((one) => ({
    id: one.id,
    label: one.name,
    hasChildren: one.level < 5,
    path: `${one.pathName}　${one.code}`,
  }))
}

/** Administrative divisions with their validity: what was abolished stays on record, with what took over. */
export function DivisionsPage() {
  const { t } = useTranslation('organisations')
  const label = useLabels(organisationsLabels)
  const can = useCan()
  const [filters, setFilters] = useAddress(defaults)
  const [version, setVersion] = useState(0)
  const [isMaking, setMaking] = useState(false)
  const chosen = useOperation(
    getDivision,
    { params: { id: filters.division } },
    { enabled: filters.division !== '', keepsPrevious: false },
  )
  const level = Number(filters.level)
  const { data, error, isFetching, refetch } = useOperation(
    listDivisions,
    {
      query: {
        page: filters.page,
        pageSize: filters.pageSize,
        state: State.safeParse(filters.state === '' ? undefined : filters.state).data ?? 'valid',
        ...(filters.q === '' ? {} : { text: filters.q }),
        ...(level >= 1 && level <= 5 ? { level } : {}),
      },
    },
    { enabled: filters.division === '' },
  )
  const roots = useOperation(listDivisionChildren, { query: {} }, { staleFor: 60_000 })
  const mayMake = can('division.manage')
  return (
    <>
      <PageHead
        title={t('rail')}
        action={
          mayMake && (
            <button className="button primary" type="button" onClick={() => setMaking(true)}>
              <Icon name="plus" /> {t('newDivision')}
            </button>
          )
        }
      />
      <PeopleTabs current="divisions" />
      <SplitLayout
        label={t('divisionTree')}
        chosen={chosen.data?.name ?? t('allDivisions')}
        side={
          <LazyTree
            key={roots.data?.items.length ?? 'roots'}
            initiallyOpen={soleOf(roots.data?.items)}
            label={t('divisionTree')}
            load={loadChildren}
            search={searchTree}
            version={version}
            selected={filters.division === '' ? undefined : filters.division}
            onSelect={(node) => setFilters({ ...defaults, division: node.id })}
          />
        }
      >
        {filters.division === '' ? (
          <Panel>
            <FilterBar
              search={{ label: t('findDivision'), value: filters.q }}
              selects={[
                {
                  name: 'level',
                  label: t('level'),
                  any: t('anyLevel'),
                  value: filters.level,
                  options: [1, 2, 3, 4, 5].map((value) => ({
                    value: String(value),
                    label: label(`enum.division-level.${value}`),
                  })),
                },
                {
                  name: 'state',
                  label: t('state'),
                  any: t('valid'),
                  value: filters.state,
                  options: [
                    { value: 'abolished', label: t('abolished') },
                    { value: 'all', label: t('all') },
                  ],
                },
              ]}
              onChange={setFilters}
              onClear={() => setFilters(defaults)}
            />
            <DataTable
              label={t('divisions')}
              columns={[
                {
                  key: 'name',
                  label: t('name'),
                  isTitle: true,
                  render: (row) => (
                    <Link to="/organisations/divisions" search={{ division: row.id }}>
                      {row.name}
                    </Link>
                  ),
                },
                { key: 'code', label: t('divisionCode'), render: (row) => <span className="mono">{row.code}</span> },
                { key: 'level', label: t('level'), render: (row) => label(`enum.division-level.${row.level}`) },
                { key: 'path', label: t('path'), render: (row) => <Above {...row} />, isWrapping: true },
                { key: 'from', label: t('validFrom'), render: (row) => row.validFrom },
                { key: 'until', label: t('validUntil'), render: (row) => row.validUntil ?? '' },
              ]}
              rows={data?.items}
              rowKey={(row) => row.id}
              rowLabel={(row) => row.name}
              problem={error}
              onRetry={() => void refetch()}
              isRefreshing={isFetching && data !== undefined}
              paging={data}
              onPageSize={(pageSize) => setFilters({ pageSize })}
              empty={{ title: t('noneFound'), advice: t('noneFoundAdvice') }}
            />
          </Panel>
        ) : (
          <DivisionPanel
            key={filters.division}
            id={filters.division}
            onOpen={(division) => setFilters({ ...defaults, division })}
            onChanged={() => setVersion((before) => before + 1)}
          />
        )}
      </SplitLayout>
      {isMaking && (
        <DivisionDialog
          parent={chosen.data && filters.division !== '' ? chosen.data : undefined}
          onClose={() => setMaking(false)}
          onDone={(made) => {
            setMaking(false)
            setVersion((before) => before + 1)
            setFilters({ ...defaults, division: made.id })
          }}
        />
      )}
    </>
  )
}
