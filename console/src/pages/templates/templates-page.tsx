import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listTemplateUse } from '../../../../src/modules/library/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { LastChangePanel } from './last-change-panel.tsx'
import { type Template, THEMES, useTemplateWords } from './use-template-words.ts'

const defaults = { q: '', theme: '', origin: '', sort: '' }

export const idOf = ({ theme, name }: Pick<Template, 'theme' | 'name'>): string => `${theme}/${name}`

/** The templates that pages are made of: what each is for, and how many kept pages were made of it. */
export function TemplatesPage() {
  const { t } = useTranslation('templates')
  const { nameOf, themeName, originOf, servesOf } = useTemplateWords()
  const [filters, setFilters] = useAddress(defaults)
  const { data, error, isFetching, refetch } = useOperation(listTemplateUse, {}, { staleFor: 0 })
  const { q, theme, origin, sort } = filters
  const sought = q.trim().toLowerCase()
  const rows = data
    ?.filter((row) => theme === '' || row.theme === theme)
    .filter((row) => origin === '' || (origin === 'own') === row.isReplaced)
    .filter((row) => sought === '' || `${nameOf(row)} ${idOf(row)}`.toLowerCase().includes(sought))
    .toSorted((a, b) => inOrder(a, b, sort))
  return (
    <>
      <PageHead title={t('rail')} hint={t('lead')} />
      <div className="stack">
        <LastChangePanel />
        <Panel>
          <FilterBar
            search={{ label: t('find'), value: q }}
            selects={[
              {
                name: 'theme',
                label: t('theme'),
                any: t('anyTheme'),
                value: theme,
                options: THEMES.map((one) => ({ value: one, label: themeName(one) })),
              },
              {
                name: 'origin',
                label: t('origin'),
                any: t('anyOrigin'),
                value: origin,
                options: [
                  { value: 'shipped', label: t('shipped') },
                  { value: 'own', label: t('replaced') },
                ],
              },
            ]}
            onChange={setFilters}
            onClear={() => setFilters(defaults)}
          />
          <DataTable
            label={t('list')}
            columns={[
              {
                key: 'name',
                label: t('name'),
                isTitle: true,
                isWrapping: true,
                render: (row) => (
                  <>
                    <Link to="/templates/shown-by" search={{ template: idOf(row) }}>
                      {nameOf(row)}
                    </Link>
                    <br />
                    <code className="hint">{idOf(row)}</code>
                  </>
                ),
              },
              { key: 'theme', label: t('theme'), render: (row) => themeName(row.theme) },
              {
                key: 'serves',
                label: t('serves'),
                isWrapping: true,
                render: (row) => <ServesWords lines={servesOf(row)} />,
              },
              { key: 'origin', label: t('origin'), render: (row) => <OriginWords row={row} words={originOf(row)} /> },
              {
                key: 'pages',
                label: t('pages'),
                isFigure: true,
                sort: 'pages',
                isDescendingFirst: true,
                render: (row) => row.pages?.toLocaleString('en') ?? '—',
              },
            ]}
            rows={rows}
            rowKey={idOf}
            rowLabel={nameOf}
            rowTo={(row) => `/templates/shown-by?template=${encodeURIComponent(idOf(row))}`}
            problem={error}
            onRetry={() => void refetch()}
            isRefreshing={isFetching && data !== undefined}
            sort={sort}
            onSort={(next) => setFilters({ sort: next })}
            empty={{ title: t('noTemplates'), advice: t('noTemplatesAdvice') }}
          />
          <p className="panel-body hint">{t('hint')}</p>
        </Panel>
      </div>
      <KeyLine />
    </>
  )
}

export function ServesWords({ lines }: { lines: readonly string[] }) {
  const { t } = useTranslation('templates')
  if (lines.length === 0) return <span className="hint">{t('servesNone')}</span>
  return lines.map((line) => <div key={line}>{line}</div>)
}

function OriginWords({ row, words }: { row: Template; words: string }) {
  const { t } = useTranslation('templates')
  if (row.fault !== null) return <StatusChip tone="bad">{t('fault')}</StatusChip>
  return row.isReplaced ? <StatusChip tone="info">{words}</StatusChip> : words
}

/** Whole pages first, then what all of them share, then parts; or by how many pages. */
function inOrder(a: Template, b: Template, sort: string): number {
  const by = (a.pages ?? 0) - (b.pages ?? 0)
  if (sort === 'pages' && by !== 0) return by
  if (sort === '-pages' && by !== 0) return -by
  return rankOf(a) - rankOf(b) || (idOf(a) < idOf(b) ? -1 : 1)
}

function rankOf({ name }: Template): number {
  if (name.startsWith('page-')) return 0
  return name.includes('/') ? 2 : 1
}
