import { useCallback, useState } from 'react'
import { Link } from '@tanstack/react-router'
import { useAddress } from '../../app/use-address.ts'
import { Clock } from '../../components/clock.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { FilterBar } from '../../components/filter-bar.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { ReasonDialog } from '../../components/reason-dialog.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { Tabs } from '../../components/tabs.tsx'

interface Row {
  id: string
  title: string
  status: 'draft' | 'review' | 'released'
  channel: string
  changedAt: string
  used: number
}

const titles = [
  '霁川市公共租赁住房分配实施细则',
  '公租房第六批拟保障家庭名单公示',
  '政策解读：分配细则的八个问题',
  '公租房租金缴纳方式调整通知',
]
const channels = ['政策文件', '公示公告', '政策解读', '通知公告']
const all: readonly Row[] = Array.from({ length: 314 }, (_, index) => ({
  id: String(index + 1),
  title: `${titles[index % titles.length]}（${index + 1}）`,
  status: (['draft', 'review', 'released'] as const)[index % 3] ?? 'draft',
  channel: channels[index % channels.length] ?? '',
  changedAt: new Date(Date.UTC(2026, 10, 20, 2, 31) - index * 5_400_000).toISOString(),
  used: (index * 17) % 110,
}))

const columns: readonly Column<Row>[] = [
  { key: 'title', label: '标题', sort: 'title', isTitle: true, render: (row) => <Link to="/lists">{row.title}</Link> },
  {
    key: 'status',
    label: '状态',
    render: (row) =>
      row.status === 'released' ? (
        <StatusChip tone="ok">已发布</StatusChip>
      ) : row.status === 'review' ? (
        <StatusChip tone="warn">复审中</StatusChip>
      ) : (
        <StatusChip>草稿</StatusChip>
      ),
  },
  {
    key: 'clock',
    label: '剩余时间',
    render: (row) => <Clock words={row.used >= 100 ? '超 1 个工作日' : '4 个工作日'} used={row.used} />,
  },
  { key: 'channel', label: '主栏目', render: (row) => row.channel },
  {
    key: 'changedAt',
    label: '最近变动',
    sort: 'changedAt',
    isDescendingFirst: true,
    render: (row) => <Moment at={row.changedAt} />,
  },
  { key: 'version', label: '版本', isFigure: true, render: (row) => `v${row.used}` },
]

export function ListsPage() {
  const [filters, setFilters] = useAddress({ q: '', status: '', sort: '-changedAt', page: 1, pageSize: 20 })
  const [isWithdrawing, setWithdrawing] = useState(false)
  const rowKey = useCallback((row: Row) => row.id, [])
  const found = all
    .filter((row) => row.title.includes(filters.q) && (filters.status === '' || row.status === filters.status))
    .toSorted((a, b) =>
      filters.sort.includes('title') ? a.title.localeCompare(b.title) : a.changedAt.localeCompare(b.changedAt),
    )
  const sorted = filters.sort.startsWith('-') ? found.toReversed() : found
  const rows = sorted.slice((filters.page - 1) * filters.pageSize, filters.page * filters.pageSize)
  return (
    <>
      <PageHead
        title="稿件"
        hint="市住房保障局，1,284 篇"
        acts={
          <button className="button" type="button">
            <Icon name="download" /> 导出当前结果
          </button>
        }
        action={
          <Link className="button primary" to="/editor">
            <Icon name="plus" /> 写稿 <kbd>N</kbd>
          </Link>
        }
      />
      <Panel label="稿件清单">
        <Tabs
          label="常用视图"
          tabs={[
            { label: '全部', to: '/lists', isCurrent: filters.status === '' },
            {
              label: '我的草稿',
              to: '/lists',
              search: { status: 'draft' },
              count: 6,
              isCurrent: filters.status === 'draft',
            },
            {
              label: '逾期',
              to: '/lists',
              search: { status: 'review' },
              count: 1,
              isLate: true,
              isCurrent: filters.status === 'review',
            },
          ]}
        />
        <FilterBar
          search={{ label: '查找稿件', value: filters.q }}
          selects={[
            {
              name: 'status',
              label: '状态',
              any: '全部状态',
              value: filters.status,
              options: [
                { value: 'draft', label: '草稿' },
                { value: 'review', label: '审核中' },
                { value: 'released', label: '已发布' },
              ],
            },
          ]}
          chips={[{ key: 'editor', label: '责任编辑：简小禾', onRemove: () => setFilters({ q: '' }) }]}
          onChange={setFilters}
          onClear={() => setFilters({ q: '', status: '' })}
        />
        <DataTable
          label="稿件表"
          columns={columns}
          rows={rows}
          rowKey={rowKey}
          rowLabel={(row) => row.title}
          rowTo={() => '/editor'}
          sort={filters.sort}
          onSort={(sort) => setFilters({ sort })}
          paging={{ page: filters.page, pageSize: filters.pageSize, total: found.length, isCapped: false }}
          onPageSize={(pageSize) => setFilters({ pageSize })}
          bulk={() => (
            <>
              <button className="button danger" type="button" onClick={() => setWithdrawing(true)}>
                撤回…
              </button>
              <span className="hint">撤回将立即从 9 个网站 26 个页面撤下</span>
            </>
          )}
          rowKeys={[{ key: 'H', label: '历史', run: () => setWithdrawing(true) }]}
          empty={{ title: '没有符合条件的稿件', advice: '换个词，或清除条件' }}
        />
      </Panel>
      <KeyLine />
      <ReasonDialog
        isOpen={isWithdrawing}
        title="撤回稿件"
        effect={<p>将立即从 9 个网站 26 个页面撤下。</p>}
        verb="撤回"
        isDanger
        onSubmit={() => setWithdrawing(false)}
        onCancel={() => setWithdrawing(false)}
      />
    </>
  )
}
