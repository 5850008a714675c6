import { useCallback, useEffect, useReducer, useRef } from 'react'
import { emptyTree, rowsOf, treeAfter, type TreeNode, type TreeRow } from './lazy-tree-state.ts'

export type LoadChildren = (parentId: string | null, signal: AbortSignal) => Promise<readonly TreeNode[]>

interface LazyTreeAccess {
  rows: readonly TreeRow[]
  open: (id: string) => void
  close: (id: string) => void
  retry: (parentId: string) => void
}

/** Which branches are open, and fetching them when they are. `version` changes when the tree has changed: open branches are read again. */
export function useLazyTree(
  load: LoadChildren,
  version: number | string,
  initiallyOpen: readonly string[],
): LazyTreeAccess {
  const [state, dispatch] = useReducer(treeAfter, { ...emptyTree, open: new Set(initiallyOpen) })
  const asked = useRef(new Map<string, AbortController>())
  const latest = useRef(load)
  useEffect(() => {
    latest.current = load
  })

  const fetchBranch = useCallback((parentId: string) => {
    asked.current.get(parentId)?.abort()
    const control = new AbortController()
    asked.current.set(parentId, control)
    latest.current(parentId === '' ? null : parentId, control.signal).then(
      (children) => {
        if (!control.signal.aborted) dispatch({ act: 'loaded', parentId, children })
      },
      () => {
        if (!control.signal.aborted) dispatch({ act: 'failed', parentId })
      },
    )
  }, [])

  // Every open branch is fetched once; a new version asks for all of them again, and shows the old ones until then.
  const seen = useRef<{ version: number | string | undefined; ids: Set<string> }>({
    version: undefined,
    ids: new Set(),
  })
  const rows = rowsOf(state)
  useEffect(() => {
    if (seen.current.version !== version) seen.current = { version, ids: new Set() }
    const wanted = ['', ...rows.flatMap((row) => (row.kind === 'node' && row.isOpen ? [row.node.id] : []))]
    for (const id of wanted) {
      if (seen.current.ids.has(id)) continue
      seen.current.ids.add(id)
      fetchBranch(id)
    }
  }, [rows, version, fetchBranch])
  useEffect(() => {
    const controls = asked.current
    const known = seen
    return () => {
      for (const control of controls.values()) control.abort()
      known.current = { version: undefined, ids: new Set() }
    }
  }, [])

  return {
    rows,
    open: (id) => dispatch({ act: 'open', id }),
    close: (id) => dispatch({ act: 'close', id }),
    retry: (parentId) => {
      dispatch({ act: 'ask', parentId })
      fetchBranch(parentId)
    },
  }
}
