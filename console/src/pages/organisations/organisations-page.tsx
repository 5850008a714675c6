import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  getOrganisationLine,
  listOrganisationChildren,
  listOrganisations,
  OrganisationKind,
} from '../../../../src/modules/organisations/contract.ts'
import { organisationsLabels } from '../../../../src/modules/organisations/labels.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useCan } from '../../app/session.tsx'
import { useAddress } from '../../app/use-address.ts'
import { call, useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import type { TreeNode } from '../../components/lazy-tree-state.ts'
import { LazyTree } from '../../components/lazy-tree.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { SplitLayout } from '../../components/split-layout.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import '../sites/sites.css'
import { soleOf } from '../sites/sole-of.ts'
import { useLabels } from '../sites/use-labels.ts'
import { OrganisationPanel } from './organisation-panel.tsx'
import { OrganisationDialog } from './organisation-dialog.tsx'
import { Above } from './above.tsx'
import { PeopleTabs } from './people-tabs.tsx'
import { useOrganisationName } from './use-organisation-name.ts'

const defaults = { organisation: '', q: '', kind: '', state: '', page: 1, pageSize: 50 }
const State = listOrganisations.query.shape.state

async function loadChildren(parentId: string | null, signal: AbortSignal): Promise<TreeNode[]> {
  const { items } = await call(listOrganisationChildren, { query: parentId === null ? {} : { parentId } }, { signal })
  return items.map((one) => ({ id: one.id, label: one.shortName, hasChildren: one.hasChildren }))
}

async function searchTree(text: string, signal: AbortSignal) {
  const { items } = await call(listOrganisations, { query: { text, pageSize: 40 } }, { signal })
  return items.map((one) => ({ id: one.id, label: one.name, hasChildren: one.hasChildren, path: one.pathName }))
}

/** Public bodies as a tree; one of them at the right, or the list of all while none is chosen. */
export function OrganisationsPage() {
  const { t } = useTranslation('organisations')
  const can = useCan()
  const [filters, setFilters] = useAddress(defaults)
  const [version, setVersion] = useState(0)
  const [isMaking, setMaking] = useState(false)
  const id = filters.organisation
  const name = useOrganisationName(id)
  const line = useOperation(getOrganisationLine, { params: { id } }, { enabled: id !== '', keepsPrevious: false })
  const roots = useOperation(listOrganisationChildren, { query: {} }, { staleFor: 60_000 })
  // The tree opens at the organisation of the address; later choices are made in the tree itself.
  const [firstId] = useState(id)
  const isReady = roots.data !== undefined && (firstId === '' || line.data !== undefined || line.error !== null)
  const mayMake = can('organisation.manage')
  useHotkey('N', t('register'), () => setMaking(true), { isEnabled: mayMake })
  const open = (organisation: string) => setFilters({ ...defaults, organisation })
  return (
    <>
      <PageHead
        title={t('rail')}
        action={
          mayMake && (
            <button className="button primary" type="button" onClick={() => setMaking(true)}>
              <Icon name="plus" /> {t('register')} <kbd>N</kbd>
            </button>
          )
        }
      />
      <PeopleTabs current="organisations" />
      <SplitLayout
        label={t('tree')}
        chosen={name ?? t('allOrganisations')}
        side={
          isReady ? (
            <LazyTree
              label={t('tree')}
              load={loadChildren}
              search={searchTree}
              selected={id === '' ? undefined : id}
              version={version}
              initiallyOpen={[...soleOf(roots.data?.items), ...(line.data?.line.map((one) => one.id) ?? [])]}
              onSelect={(node) => open(node.id)}
            />
          ) : (
            <PageSkeleton />
          )
        }
      >
        {id === '' ? (
          <OrganisationList filters={filters} onFilter={setFilters} />
        ) : (
          <OrganisationPanel key={id} id={id} onChanged={() => setVersion((before) => before + 1)} />
        )}
      </SplitLayout>
      {isMaking && (
        <OrganisationDialog
          parent={id === '' || name === undefined ? null : { id, label: name }}
          onClose={() => setMaking(false)}
          onDone={(made) => {
            setVersion((before) => before + 1)
            setMaking(false)
            open(made.id)
          }}
        />
      )}
      <KeyLine />
    </>
  )
}

interface OrganisationListProps {
  filters: typeof defaults
  onFilter: (change: Partial<typeof defaults>) => void
}

function OrganisationList({ filters, onFilter }: OrganisationListProps) {
  const { t } = useTranslation('organisations')
  const label = useLabels(organisationsLabels)
  const kind = OrganisationKind.safeParse(filters.kind).data
  const { data, error, isFetching, refetch } = useOperation(listOrganisations, {
    query: {
      page: filters.page,
      pageSize: filters.pageSize,
      state: State.safeParse(filters.state === '' ? undefined : filters.state).data ?? 'active',
      ...(filters.q === '' ? {} : { text: filters.q }),
      ...(kind === undefined ? {} : { kind }),
    },
  })
  return (
    <Panel>
      <FilterBar
        search={{ label: t('find'), value: filters.q }}
        selects={[
          {
            name: 'kind',
            label: t('kind'),
            any: t('anyKind'),
            value: filters.kind,
            options: OrganisationKind.options.map((value) => ({
              value,
              label: label(`enum.organisation-kind.${value}`),
            })),
          },
          {
            name: 'state',
            label: t('state'),
            any: t('active'),
            value: filters.state,
            options: [
              { value: 'abolished', label: t('abolished') },
              { value: 'all', label: t('all') },
            ],
          },
        ]}
        onChange={onFilter}
        onClear={() => onFilter(defaults)}
      />
      <DataTable
        label={t('list')}
        columns={[
          {
            key: 'name',
            label: t('name'),
            isTitle: true,
            render: (row) => (
              <Link to="/organisations" search={{ organisation: row.id }}>
                {row.name}
              </Link>
            ),
          },
          { key: 'path', label: t('path'), render: (row) => <Above {...row} />, isWrapping: true },
          { key: 'kind', label: t('kind'), render: (row) => label(`enum.organisation-kind.${row.kind}`) },
          { key: 'division', label: t('division'), render: (row) => row.divisionName },
          { key: 'uscc', label: t('usccHead'), render: (row) => <span className="mono">{row.uscc ?? ''}</span> },
          // Of one state alone there is nothing to tell.
          ...(filters.state === 'all'
            ? [
                {
                  key: 'state',
                  label: t('state'),
                  render: (row: { isAbolished: boolean }) =>
                    row.isAbolished ? (
                      <StatusChip>{t('abolished')}</StatusChip>
                    ) : (
                      <StatusChip tone="ok">{t('active')}</StatusChip>
                    ),
                },
              ]
            : []),
        ]}
        rows={data?.items}
        rowKey={(row) => row.id}
        rowLabel={(row) => row.name}
        problem={error}
        onRetry={() => void refetch()}
        isRefreshing={isFetching && data !== undefined}
        paging={data}
        onPageSize={(pageSize) => onFilter({ pageSize })}
        empty={{ title: t('noneFound'), advice: t('noneFoundAdvice') }}
      />
    </Panel>
  )
}
