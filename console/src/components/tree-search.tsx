import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { TreeNode } from './lazy-tree-state.ts'
import { pair } from './marks.ts'
import { useDebounced } from './use-debounced.ts'

/** A node found, with the names above it. */
export type FoundNode = TreeNode & { path?: string }
export type SearchTree = (text: string, signal: AbortSignal) => Promise<readonly FoundNode[]>

interface TreeSearchProps {
  label: string
  search: SearchTree
  selected: string | undefined
  onSelect: (node: TreeNode) => void
}

/** Filter above a tree: what is found stands as a flat list with its path, since its branches are not loaded. */
export function TreeSearch({ label, search, selected, onSelect }: TreeSearchProps) {
  const { t } = useTranslation('components')
  const [text, setText] = useState('')
  const asked = useDebounced(text.trim(), 200)
  const { data, isError, isFetching } = useQuery({
    queryKey: ['tree-search', label, asked],
    queryFn: ({ signal }) => search(asked, signal),
    enabled: asked !== '',
  })
  return (
    <>
      <div className="lazy-tree-find">
        <input
          className="field"
          type="search"
          aria-label={pair(t('treeFilter'), label)}
          placeholder={t('treeFilter')}
          value={text}
          onChange={(event) => setText(event.target.value)}
        />
      </div>
      {asked !== '' && (
        <div className="lazy-tree-found">
          <p className="hint" role="status">
            {isFetching
              ? t('treeLoading')
              : isError || !data?.length
                ? t('treeNothing')
                : t('treeFound', { count: data.length })}
          </p>
          <ul>
            {data?.map((node) => (
              <li key={node.id}>
                <button type="button" aria-current={node.id === selected} onClick={() => onSelect(node)}>
                  {node.label}
                  {(node.path ?? node.hint) !== undefined && <span className="hint">{node.path ?? node.hint}</span>}
                </button>
              </li>
            ))}
          </ul>
        </div>
      )}
    </>
  )
}
