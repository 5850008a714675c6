import { Link } from '@tanstack/react-router'
import { Fragment, useMemo, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { SiteRow } from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { Moment } from '../../components/moment.tsx'
import type { Paging } from '../../components/pager.tsx'
import { portalUrl } from './portal-url.ts'
import { SiteChip } from './site-chip.tsx'
import { useLabels } from './use-labels.ts'

export type SiteEntry = z.output<typeof SiteRow>

interface SiteTableProps {
  label: string
  rows: readonly SiteEntry[] | undefined
  problem: ApiProblem | null
  onRetry: () => void
  isRefreshing: boolean
  sort?: string
  onSort?: (sort: string) => void
  paging?: Paging | undefined
  onPageSize?: (pageSize: number) => void
  empty: { title: string; advice?: ReactNode; action?: ReactNode }
}

const rowKey = (site: SiteEntry) => site.id
const rowLabel = (site: SiteEntry) => site.name
const rowTo = (site: SiteEntry) => `/sites/${site.id}`

/** Sites as rows: who they are, where they are seen, and who answers for them; no wider than what is left beside the tree. */
export function SiteTable(props: SiteTableProps) {
  const { t } = useTranslation('sites')
  const label = useLabels(sitesLabels)
  const columns = useMemo<readonly Column<SiteEntry>[]>(
    () => [
      {
        key: 'name',
        label: t('name'),
        sort: 'name',
        isTitle: true,
        render: (site) => (
          <>
            <Link className="site-name" to="/sites/$id" params={{ id: site.id }}>
              {site.name}
            </Link>
            <Address site={site} />
          </>
        ),
      },
      { key: 'state', label: t('state'), render: (site) => <SiteChip state={site.state} /> },
      {
        key: 'level',
        label: t('levelAndKind'),
        isWrapping: true,
        render: (site) => (
          <span className="pair">
            <span>{label(`enum.siteLevel.${site.level}`)}</span> <span>{label(`enum.siteKind.${site.kind}`)}</span>
          </span>
        ),
      },
      {
        key: 'code',
        label: t('code'),
        sort: 'code',
        isWrapping: true,
        render: (site) => (
          <span className="pair mono">
            <span>{site.code}</span>{' '}
            {site.siteIdCode !== null && (
              <span title={t('siteIdCode')}>
                <span className="unseen">{t('siteIdCode')} </span>
                {site.siteIdCode}
              </span>
            )}
          </span>
        ),
      },
      { key: 'owner', label: t('owner'), isWrapping: true, render: (site) => site.owner.name },
      {
        key: 'updatedAt',
        label: t('updatedAt'),
        sort: 'updatedAt',
        isDescendingFirst: true,
        isWrapping: true,
        render: (site) => <Moment at={site.updatedAt} />,
      },
    ],
    [t, label],
  )
  return <DataTable {...props} columns={columns} rowKey={rowKey} rowLabel={rowLabel} rowTo={rowTo} />
}

function Address({ site }: { site: SiteEntry }) {
  const url = portalUrl(site)
  if (url === undefined) return null
  return (
    <a className="site-address" href={url} target="_blank" rel="noreferrer">
      {/* Lines end between the words of a host. */}
      {`${site.host}${site.basePath}`.split(/(?<=[./])(?=.)/).map((word, index) => (
        <Fragment key={index}>
          {word}
          <wbr />
        </Fragment>
      ))}
    </a>
  )
}
