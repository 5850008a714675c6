import { useId, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'
import { windowOf, type TreeNode, type TreeRow } from './lazy-tree-state.ts'
import { TreeSearch, type SearchTree } from './tree-search.tsx'
import { useLazyTree, type LoadChildren } from './use-lazy-tree.ts'

const ROW = 32
const VIRTUAL = 500

interface LazyTreeProps {
  label: string
  /** Children of a node, or the roots for null. Called when a branch is first opened. */
  load: LoadChildren
  selected?: string | undefined
  onSelect: (node: TreeNode) => void
  /** Finds nodes anywhere below, on the server; with it a filter field stands above the tree. */
  search?: SearchTree
  /** Change it after something in the tree has changed. */
  version?: number | string
  initiallyOpen?: readonly string[]
  /** Marks behind the label: a StatusChip. */
  renderExtra?: (node: TreeNode) => ReactNode
}

/** A tree of any size: branches are fetched when opened, long ones are drawn only where they are seen. */
export function LazyTree(props: LazyTreeProps) {
  const { label, load, selected, onSelect, search, renderExtra } = props
  const { t } = useTranslation('components')
  const { rows, open, close, retry } = useLazyTree(load, props.version ?? 0, props.initiallyOpen ?? [])
  const [at, setAt] = useState<string>()
  const [sight, setSight] = useState({ top: 0, height: 640 })
  const box = useRef<HTMLDivElement>(null)
  const id = useId()
  const isVirtual = rows.length > VIRTUAL
  const { from, to } = isVirtual ? windowOf(rows.length, { ...sight, row: ROW }) : { from: 0, to: rows.length }
  const current = Math.max(
    0,
    rows.findIndex((row) => keyOf(row) === (at ?? selected)),
  )

  useLayoutEffect(() => {
    if (box.current) setSight({ top: box.current.scrollTop, height: box.current.clientHeight })
  }, [isVirtual])

  const moveTo = (index: number) => {
    const row = rows[Math.max(0, Math.min(rows.length - 1, index))]
    if (row === undefined) return
    setAt(keyOf(row))
    const element = box.current
    if (!element) return
    const top = rows.indexOf(row) * ROW
    if (top < element.scrollTop) element.scrollTop = top
    else if (top + ROW > element.scrollTop + element.clientHeight) element.scrollTop = top + ROW - element.clientHeight
  }
  const act = (row: TreeRow) => {
    if (row.kind === 'failed') retry(row.parentId)
    if (row.kind === 'node') onSelect(row.node)
  }

  const parentOf = (row: TreeRow) => rows.findIndex((one) => one.kind === 'node' && one.node.id === row.parentId)
  const openOrEnter = (row: TreeRow) => {
    if (row.kind !== 'node' || !row.node.hasChildren) return
    if (row.isOpen) moveTo(current + 1)
    else open(row.node.id)
  }
  const closeOrLeave = (row: TreeRow) => {
    if (row.kind === 'node' && row.isOpen) close(row.node.id)
    else moveTo(parentOf(row))
  }
  const keys: Readonly<Record<string, (row: TreeRow) => void>> = {
    ArrowDown: () => moveTo(current + 1),
    ArrowUp: () => moveTo(current - 1),
    Home: () => moveTo(0),
    End: () => moveTo(rows.length - 1),
    Enter: act,
    ' ': act,
    ArrowRight: openOrEnter,
    ArrowLeft: closeOrLeave,
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const row = rows[current]
    if (row === undefined || event.ctrlKey || event.metaKey || event.altKey) return
    const run = keys[event.key]
    if (run) run(row)
    else if (!typeAhead(event.key)) return
    event.preventDefault()
    event.stopPropagation()
  }
  const typeAhead = (key: string): boolean => {
    if (key.length !== 1 || /[\s/?]/.test(key)) return false
    const order = [...rows.slice(current + 1), ...rows.slice(0, current + 1)]
    const found = order.find((row) => row.kind === 'node' && row.node.label.toLowerCase().startsWith(key.toLowerCase()))
    if (found) moveTo(rows.indexOf(found))
    return found !== undefined
  }

  return (
    <div className="lazy-tree">
      {search && <TreeSearch label={label} search={search} selected={selected} onSelect={onSelect} />}
      <div
        ref={box}
        className="lazy-tree-box"
        role="tree"
        aria-label={label}
        tabIndex={0}
        aria-activedescendant={rows.length > 0 ? `${id}-${current}` : undefined}
        onKeyDown={onKeyDown}
        onScroll={(event) => {
          if (isVirtual) setSight({ top: event.currentTarget.scrollTop, height: event.currentTarget.clientHeight })
        }}
      >
        <div role="presentation" style={{ height: rows.length * ROW, position: 'relative' }}>
          {rows.slice(from, to).map((row, offset) => {
            const index = from + offset
            const common = {
              id: `${id}-${index}`,
              role: 'treeitem',
              'aria-level': row.depth + 1,
              style: { top: index * ROW, paddingInlineStart: 8 + row.depth * 18 },
            }
            const here = index === current ? ' at' : ''
            if (row.kind !== 'node') {
              const words = { loading: t('treeLoading'), failed: t('treeFailed'), empty: t('treeEmpty') }
              return (
                <div
                  key={`${row.kind} ${row.parentId}`}
                  {...common}
                  aria-selected={false}
                  className={`lazy-tree-row hint${here}`}
                  onClick={() => act(row)}
                >
                  {words[row.kind]}
                </div>
              )
            }
            const { node } = row
            return (
              <div
                key={node.id}
                {...common}
                aria-selected={node.id === selected}
                aria-posinset={row.position}
                aria-setsize={row.siblings}
                {...(node.hasChildren ? { 'aria-expanded': row.isOpen } : {})}
                className={`lazy-tree-row${here}`}
                onClick={() => {
                  setAt(node.id)
                  onSelect(node)
                }}
              >
                <span
                  className="lazy-tree-turn"
                  aria-hidden="true"
                  onClick={(event) => {
                    if (!node.hasChildren) return
                    event.stopPropagation()
                    setAt(node.id)
                    if (row.isOpen) close(node.id)
                    else open(node.id)
                  }}
                >
                  {node.hasChildren && <Icon name={row.isOpen ? 'down' : 'right'} />}
                </span>
                <span className="lazy-tree-label">{node.label}</span>
                {node.hint !== undefined && <span className="hint">{node.hint}</span>}
                {renderExtra?.(node)}
              </div>
            )
          })}
        </div>
      </div>
    </div>
  )
}

function keyOf(row: TreeRow): string {
  return row.kind === 'node' ? row.node.id : `${row.kind} ${row.parentId}`
}
