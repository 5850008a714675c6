import { Link } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { z } from 'zod'
import { AccountState, listAccounts, Role } from '../../../../src/modules/identity/contract.ts'
import { identityLabels } from '../../../../src/modules/identity/labels.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useCan } from '../../app/session.tsx'
import { useAddress } from '../../app/use-address.ts'
import { useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { PeopleTabs } from '../organisations/people-tabs.tsx'
import { useOrganisationName } from '../organisations/use-organisation-name.ts'
import '../sites/sites.css'
import { useLabels } from '../sites/use-labels.ts'
import { AccountChip } from './account-chip.tsx'
import { NewAccountDialog } from './new-account-dialog.tsx'
import { clauseMark } from '../../components/marks.ts'
import { useRoleName } from './use-role-name.ts'

const defaults = { q: '', role: '', state: '', organisation: '', sort: 'login', page: 1, pageSize: 50 }
const Sort = listAccounts.query.shape.sort

/** Everybody who can sign in, with what they may do and where. */
export function AccountsPage() {
  const { t } = useTranslation('accounts')
  const label = useLabels(identityLabels)
  const roleName = useRoleName()
  const can = useCan()
  const [filters, setFilters] = useAddress(defaults)
  const [isMaking, setMaking] = useState(false)
  const place = useOrganisationName(filters.organisation)
  const role = Role.safeParse(filters.role).data
  const state = AccountState.safeParse(filters.state).data
  const organisationId = z.uuid().safeParse(filters.organisation).data
  const { data, error, isFetching, refetch } = useOperation(listAccounts, {
    query: {
      page: filters.page,
      pageSize: filters.pageSize,
      sort: Sort.safeParse(filters.sort).data ?? 'login',
      ...(filters.q === '' ? {} : { text: filters.q }),
      ...(role === undefined ? {} : { role }),
      ...(state === undefined ? {} : { state }),
      ...(organisationId === undefined ? {} : { organisationId }),
    },
  })
  const mayMake = can('account.manage')
  useHotkey('N', t('newAccount'), () => setMaking(true), { isEnabled: mayMake })
  return (
    <>
      <PageHead
        title={t('peopleTitle')}
        action={
          mayMake && (
            <button className="button primary" type="button" onClick={() => setMaking(true)}>
              <Icon name="plus" /> {t('newAccount')} <kbd>N</kbd>
            </button>
          )
        }
      />
      <PeopleTabs current="accounts" />
      <Panel>
        <FilterBar
          search={{ label: t('find'), value: filters.q }}
          selects={[
            {
              name: 'role',
              label: t('role'),
              any: t('anyRole'),
              value: filters.role,
              options: Role.options.map((value) => ({ value, label: roleName(value) })),
            },
            {
              name: 'state',
              label: t('state'),
              any: t('anyState'),
              value: filters.state,
              options: AccountState.options.map((value) => ({ value, label: label(`enum.account-state.${value}`) })),
            },
          ]}
          chips={
            filters.organisation === ''
              ? []
              : [
                  {
                    key: 'organisation',
                    label: t('placeChip', { place: place ?? '…' }),
                    onRemove: () => setFilters({ organisation: '' }),
                  },
                ]
          }
          onChange={setFilters}
          onClear={() => setFilters(defaults)}
        />
        <DataTable
          label={t('accounts')}
          columns={[
            {
              key: 'name',
              label: t('name'),
              sort: 'name',
              isTitle: true,
              render: (row) => (
                <Link to="/organisations/accounts/$id" params={{ id: row.id }}>
                  {row.name}
                </Link>
              ),
            },
            {
              key: 'login',
              label: t('login'),
              sort: 'login',
              render: (row) => <span className="mono">{row.login}</span>,
            },
            { key: 'organisation', label: t('organisation'), render: (row) => row.organisation.shortName },
            { key: 'state', label: t('state'), render: (row) => <AccountChip state={row.state} /> },
            {
              key: 'roles',
              label: t('roles'),
              render: (row) =>
                row.roles.length === 0
                  ? t('noRoles')
                  : `${row.roles
                      .slice(0, 2)
                      .map((one) => `${roleName(one.role, one.stage)} · ${one.scopeName}`)
                      .join(clauseMark())}${row.roles.length > 2 ? t('andMore', { count: row.roles.length - 2 }) : ''}`,
            },
            {
              key: 'seen',
              label: t('lastSignIn'),
              sort: 'lastSignInAt',
              isDescendingFirst: true,
              render: (row) => (row.lastSignInAt === null ? t('never') : <Moment at={row.lastSignInAt} />),
            },
            {
              key: 'created',
              label: t('createdAt'),
              sort: 'createdAt',
              isDescendingFirst: true,
              render: (row) => <Moment at={row.createdAt} only="day" />,
            },
          ]}
          rows={data?.items}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.name}
          rowTo={(row) => `/organisations/accounts/${row.id}`}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data !== undefined}
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort: sortOf(sort) })}
          paging={data}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          empty={{ title: t('noneFound'), advice: t('noneFoundAdvice') }}
        />
      </Panel>
      {isMaking && <NewAccountDialog onClose={() => setMaking(false)} />}
      <KeyLine />
    </>
  )
}

/** The server sorts names upwards and times downwards only. */
function sortOf(asked: string): string {
  const name = asked.replace(/^-/, '')
  return name === 'lastSignInAt' || name === 'createdAt' ? `-${name}` : name
}
