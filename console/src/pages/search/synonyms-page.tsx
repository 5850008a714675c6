import { Link, useNavigate } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  deleteSynonym,
  exportSynonyms,
  listSynonyms,
  restoreSynonym,
  type SynonymGroup,
  synonymSorts,
  updateSynonym,
} from '../../../../src/modules/search/contract.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useAddress } from '../../app/use-address.ts'
import { call, useCommand, useOperation } from '../../client.ts'
import { DataTable } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { ImportDialog } from './import-dialog.tsx'
import { saveText } from './save-text.ts'
import { SearchTabs } from './search-tabs.tsx'
import { listMark } from '../../components/marks.ts'
import { useUndo } from './use-undo.tsx'

const defaults = { q: '', state: '', sort: '-changedAt', page: 1, pageSize: 50 }

/** Words that mean the same, for the whole province. */
export function SynonymsPage() {
  const { t } = useTranslation('search')
  const { t: common } = useTranslation()
  const navigate = useNavigate()
  const undo = useUndo()
  const [filters, setFilters] = useAddress(defaults)
  const [isImporting, setImporting] = useState(false)
  const state = (['on', 'off'] as const).find((one) => one === filters.state)
  const { data, error, isFetching, refetch } = useOperation(listSynonyms, {
    query: {
      page: filters.page,
      pageSize: filters.pageSize,
      sort: synonymSorts.find((one) => one === filters.sort) ?? '-changedAt',
      ...(filters.q === '' ? {} : { q: filters.q }),
      ...(state ? { state } : {}),
    },
  })
  const invalidates = [listSynonyms]
  const restore = useCommand(restoreSynonym, { success: t('putBack'), invalidates })
  const turn = useCommand(updateSynonym, {
    success: (row) => t(row.isOn ? 'turnedOn' : 'turnedOff', { words: row.words.join(listMark()) }),
    invalidates,
  })
  const remove = useCommand(deleteSynonym, {
    invalidates,
    onDone: (_, { params }) => undo(t('deleted'), () => restore.mutate({ params })),
  })
  const mayChange = data?.mayChange ?? false
  const flip = ({ id, words, note, isOn, version }: SynonymGroup) =>
    turn.mutate({ params: { id }, body: { words, note, isOn: !isOn, expectedVersion: version } })
  useHotkey('N', t('newSynonym'), () => void navigate({ to: '/search/synonyms/new' }), { isEnabled: mayChange })
  const download = async () => {
    const table = await call(exportSynonyms, {})
    saveText(table.fileName, table.text)
  }
  return (
    <>
      <PageHead
        title={t('rail')}
        hint={t('synonymsLead')}
        acts={
          <>
            <button className="button" type="button" onClick={() => void download()}>
              <Icon name="download" /> {t('exportTable')}
            </button>
            {mayChange && (
              <button className="button" type="button" onClick={() => setImporting(true)}>
                <Icon name="upload" /> {t('importTable')}
              </button>
            )}
          </>
        }
        action={
          mayChange && (
            <Link className="button primary" to="/search/synonyms/new">
              <Icon name="plus" /> {t('newSynonym')} <kbd>N</kbd>
            </Link>
          )
        }
      />
      <SearchTabs current="synonyms" />
      <Panel>
        <FilterBar
          search={{ label: t('findSynonyms'), value: filters.q }}
          selects={[
            {
              name: 'state',
              label: t('state'),
              any: t('anyState'),
              value: filters.state,
              options: [
                { value: 'on', label: t('on') },
                { value: 'off', label: t('off') },
              ],
            },
          ]}
          onChange={setFilters}
          onClear={() => setFilters(defaults)}
        />
        <DataTable
          label={t('synonyms')}
          columns={[
            {
              key: 'words',
              label: t('wordsOf'),
              isTitle: true,
              sort: 'word',
              render: (row) => (
                <Link to="/search/synonyms/$id" params={{ id: row.id }}>
                  {row.words.join(' = ')}
                </Link>
              ),
            },
            {
              key: 'size',
              label: t('size'),
              isFigure: true,
              sort: 'size',
              isDescendingFirst: true,
              render: (row) => t('countWords', { count: row.words.length }),
            },
            {
              key: 'state',
              label: t('state'),
              render: (row) => (
                <StatusChip tone={row.isOn ? 'ok' : 'plain'}>{row.isOn ? t('on') : t('off')}</StatusChip>
              ),
            },
            { key: 'note', label: t('note'), isWrapping: true, render: (row) => row.note },
            { key: 'by', label: t('changedBy'), render: (row) => row.changedBy },
            {
              key: 'at',
              label: t('changedAt'),
              sort: 'changedAt',
              isDescendingFirst: true,
              render: (row) => <Moment at={row.changedAt} />,
            },
            {
              key: 'acts',
              label: t('acts'),
              isUnseen: true,
              render: (row) =>
                mayChange && (
                  <span className="row-acts">
                    <button className="link" type="button" onClick={() => flip(row)}>
                      {row.isOn ? t('turnOff') : t('turnOn')}
                    </button>
                    <button
                      className="link"
                      type="button"
                      onClick={() => remove.mutate({ params: { id: row.id }, body: { expectedVersion: row.version } })}
                    >
                      {common('delete')}
                    </button>
                  </span>
                ),
            },
          ]}
          rows={data?.items}
          rowKey={(row) => row.id}
          rowLabel={(row) => row.words.join(listMark())}
          rowTo={(row) => `/search/synonyms/${row.id}`}
          problem={error}
          onRetry={() => void refetch()}
          isRefreshing={isFetching && data !== undefined}
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort })}
          paging={data}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          empty={{ title: t('noSynonyms'), advice: t('noSynonymsAdvice') }}
        />
      </Panel>
      {isImporting && <ImportDialog onClose={() => setImporting(false)} />}
      <KeyLine />
    </>
  )
}
