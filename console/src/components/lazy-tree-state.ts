export interface TreeNode {
  id: string
  label: string
  /** Whether there is anything below; the children themselves come when it is opened. */
  hasChildren: boolean
  /** Small words behind the label: a code, a count. */
  hint?: string
}

export type Branch = { state: 'loading' } | { state: 'failed' } | { state: 'loaded'; children: readonly TreeNode[] }

export interface TreeState {
  /** Children by the id of their parent; '' holds the roots. */
  branches: ReadonlyMap<string, Branch>
  open: ReadonlySet<string>
}

export type TreeRow =
  | {
      kind: 'node'
      node: TreeNode
      depth: number
      parentId: string
      isOpen: boolean
      position: number
      siblings: number
    }
  | { kind: 'loading' | 'failed' | 'empty'; depth: number; parentId: string }

export const emptyTree: TreeState = { branches: new Map(), open: new Set() }

export type TreeAct =
  | { act: 'ask'; parentId: string }
  | { act: 'loaded'; parentId: string; children: readonly TreeNode[] }
  | { act: 'failed'; parentId: string }
  | { act: 'open'; id: string }
  | { act: 'close'; id: string }
  | { act: 'forget' }

export function treeAfter(state: TreeState, act: TreeAct): TreeState {
  switch (act.act) {
    case 'ask':
      return { ...state, branches: new Map(state.branches).set(act.parentId, { state: 'loading' }) }
    case 'loaded':
      return {
        ...state,
        branches: new Map(state.branches).set(act.parentId, { state: 'loaded', children: act.children }),
      }
    case 'failed':
      return { ...state, branches: new Map(state.branches).set(act.parentId, { state: 'failed' }) }
    case 'open':
      return { ...state, open: new Set(state.open).add(act.id) }
    case 'close':
      return { ...state, open: new Set([...state.open].filter((id) => id !== act.id)) }
    case 'forget':
      return { ...state, branches: new Map() }
  }
}

/** The rows on screen, top to bottom: only what is open is walked, so 50,000 closed nodes cost nothing. */
export function rowsOf(state: TreeState): readonly TreeRow[] {
  const rows: TreeRow[] = []
  const walk = (parentId: string, depth: number) => {
    const branch = state.branches.get(parentId)
    if (branch === undefined || branch.state === 'loading') {
      rows.push({ kind: 'loading', depth, parentId })
      return
    }
    if (branch.state === 'failed') {
      rows.push({ kind: 'failed', depth, parentId })
      return
    }
    if (branch.children.length === 0) rows.push({ kind: 'empty', depth, parentId })
    branch.children.forEach((node, index) => {
      const isOpen = node.hasChildren && state.open.has(node.id)
      rows.push({ kind: 'node', node, depth, parentId, isOpen, position: index + 1, siblings: branch.children.length })
      if (isOpen) walk(node.id, depth + 1)
    })
  }
  walk('', 0)
  return rows
}

/** The part of many equally high rows that is in sight, with a margin so that scrolling shows no gaps. */
export function windowOf(
  total: number,
  sight: { top: number; height: number; row: number },
  margin = 12,
): { from: number; to: number } {
  const from = Math.max(0, Math.floor(sight.top / sight.row) - margin)
  const to = Math.min(total, Math.ceil((sight.top + sight.height) / sight.row) + margin)
  return { from: Math.min(from, total), to: Math.max(to, Math.min(from, total)) }
}
