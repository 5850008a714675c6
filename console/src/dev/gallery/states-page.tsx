import { useState } from 'react'
import { request } from '../../api/request.ts'
import { parseProblem } from '../../api/problem.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { DataTable, type Column } from '../../components/data-table.tsx'
import { HistoryLog } from '../../components/history-log.tsx'
import { KeyValue } from '../../components/key-value.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { ProgressBar } from '../../components/progress-bar.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { expireSession } from './fake-api.ts'

const columns: readonly Column<{ id: string }>[] = [
  { key: 'id', label: '标题', isTitle: true, render: (row) => row.id },
  { key: 'b', label: '状态', render: () => '' },
  { key: 'c', label: '时间', render: () => '' },
]
const problem = parseProblem(422, {
  type: '/problems/invalid',
  title: '有 2 处填写不正确',
  errors: [
    { pointer: '/body/title', detail: '标题最多 200 个字' },
    { pointer: '/body/siteIdCode', detail: '网站标识码应为 10 位数字' },
  ],
})
const broken = parseProblem(500, { title: '服务器出错了', instance: 'req-7f3a' })
const table = {
  label: '示例',
  columns,
  rowKey: (row: { id: string }) => row.id,
  rowLabel: (row: { id: string }) => row.id,
}
const empty = {
  title: '这个栏目还没有稿件',
  advice: '写第一篇，或从旧站导入',
  action: <button className="button">写稿</button>,
}

export function StatesPage() {
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <PageHead
        title="霁川市人民政府"
        chip={<StatusChip tone="ok">正常运行</StatusChip>}
        back={{ to: '/lists', label: '站点' }}
        hint="网站标识码 9901000001"
        action={
          <button className="button primary" type="button" onClick={() => setOpen(true)}>
            关停站点
          </button>
        }
      />
      <Panel title="正在读取">
        <DataTable {...table} rows={undefined} empty={empty} />
      </Panel>
      <Panel title="没有内容">
        <DataTable {...table} rows={[]} empty={empty} />
      </Panel>
      <Panel title="没能读出">
        <DataTable {...table} rows={undefined} problem={broken} onRetry={() => setOpen(true)} empty={empty} />
      </Panel>
      <Panel title="问题" isPadded>
        <ProblemNotice problem={problem} />
      </Panel>
      <div className="two">
        <Panel title="登记信息" isPadded extra={<a href="#main">修改</a>}>
          <KeyValue
            pairs={[
              ['主办单位', '霁川市人民政府办公室'],
              ['域名', 'www.jichuan.yunling.localhost'],
              ['备案号', ''],
            ]}
          />
          <ProgressBar value={42} />
          <p>
            <button
              className="button"
              type="button"
              onClick={() => {
                expireSession()
                void request('/sites', { method: 'GET' })
              }}
            >
              登录过期
            </button>
          </p>
        </Panel>
        <Panel title="经过">
          <HistoryLog
            label="经过"
            entries={[
              { key: '1', at: '2026-11-20T02:29:00Z', who: '简小禾', what: '修改第四条' },
              { key: '2', at: '2026-11-20T01:20:00Z', who: '闻小禾', what: '复审退回', note: '录像保存期限没写' },
            ]}
          />
        </Panel>
      </div>
      <ConfirmDialog
        isOpen={isOpen}
        title="关停霁川市人民政府网站"
        effect="关停后 4,216 个页面不再能打开，6 个区县的网站不受影响。"
        verb="关停"
        isDanger
        onConfirm={() => setOpen(false)}
        onCancel={() => setOpen(false)}
      />
    </>
  )
}
