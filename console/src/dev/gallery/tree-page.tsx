import { useCallback, useState } from 'react'
import { EmptyState } from '../../components/empty-state.tsx'
import { LazyTree } from '../../components/lazy-tree.tsx'
import type { TreeNode } from '../../components/lazy-tree-state.ts'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { SplitLayout } from '../../components/split-layout.tsx'

const children = (parent: string, count: number, name: string, hasChildren: boolean): TreeNode[] =>
  Array.from({ length: count }, (_, index) => ({
    id: `${parent}/${index}`,
    label: `${name}${index + 1}`,
    hasChildren,
    hint: hasChildren ? '990000' : '',
  }))

/** 1 province, 14 cities, and under the first one 50,000 bodies at once, the worst case. */
async function load(parentId: string | null): Promise<TreeNode[]> {
  await new Promise((resolve) => setTimeout(resolve, 100))
  if (parentId === null) return [{ id: 'p', label: '云岭省', hasChildren: true }]
  if (parentId === 'p') return children('p', 14, '霁川市', true)
  if (parentId === 'p/0') return children('p/0', 50_000, '云麓村', false)
  if (parentId === 'p/2') throw new Error('offline')
  return parentId.split('/').length > 3 ? [] : children(parentId, 8, '云麓县', true)
}

export function TreePage() {
  const [node, setNode] = useState<TreeNode>()
  const search = useCallback(
    async (text: string) => [{ id: 'p/0/7', label: `${text}村`, hasChildren: false, path: '云岭省 › 霁川市1' }],
    [],
  )
  return (
    <>
      <PageHead title="机构" hint="50,015 个" />
      <SplitLayout
        label="机构树"
        chosen={node?.label}
        side={
          <LazyTree
            label="机构"
            load={load}
            search={search}
            selected={node?.id}
            onSelect={setNode}
            initiallyOpen={['p']}
          />
        }
      >
        <Panel title={node?.label ?? '未选择'}>
          <EmptyState title={node ? node.id : '从左侧选择一个机构'} />
        </Panel>
      </SplitLayout>
    </>
  )
}
