import { useNavigate } from '@tanstack/react-router'
import { Modal } from 'antd'
import { useId, useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { FinderHit } from './page-module.ts'
import { parseSearch } from './search-params.ts'
import { useFinderHits } from './use-finder-hits.ts'

/** One field that finds pages, sites and whatever the modules offer. */
export function Finder({ isOpen, onClose }: { isOpen: boolean; onClose: () => void }) {
  const { t } = useTranslation('shell')
  return (
    <Modal
      open={isOpen}
      onCancel={onClose}
      footer={null}
      closable={false}
      destroyOnHidden
      width={560}
      title={<span className="unseen">{t('finder')}</span>}
    >
      <FinderBody onClose={onClose} />
    </Modal>
  )
}

function FinderBody({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('shell')
  const navigate = useNavigate()
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const groups = useFinderHits(text)
  const hits = groups.flatMap((group) => group.hits)
  const here = Math.min(at, hits.length - 1)

  const go = (hit: FinderHit | undefined) => {
    if (!hit) return
    onClose()
    const [to = '/', query = ''] = hit.to.split('?')
    void navigate({ to, search: parseSearch(query) })
  }
  const move = (to: number) => {
    setAt(to)
    document.getElementById(`${id}-${to}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') move(Math.min(here + 1, hits.length - 1))
    else if (event.key === 'ArrowUp') move(Math.max(here - 1, 0))
    else if (event.key === 'Enter' && !event.nativeEvent.isComposing) go(hits[here])
    else return
    event.preventDefault()
  }

  let index = -1
  return (
    <div className="choices">
      <input
        className="field"
        type="search"
        role="combobox"
        autoFocus
        aria-label={t('finder')}
        placeholder={t('finder')}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={hits.length > 0 ? `${id}-${here}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <div role="listbox" id={`${id}-list`} aria-label={t('finder')}>
        {groups.map((group) => (
          <div key={group.label} role="group" aria-label={group.label}>
            <p className="choices-head" aria-hidden="true">
              {group.label}
            </p>
            {group.hits.map((hit) => {
              index += 1
              const own = index
              return (
                <div
                  key={hit.key}
                  id={`${id}-${own}`}
                  role="option"
                  aria-selected={own === here}
                  onMouseDown={(event) => event.preventDefault()}
                  onClick={() => go(hit)}
                >
                  <span>{hit.title}</span> <span className="hint">{hit.hint}</span>
                </div>
              )
            })}
          </div>
        ))}
      </div>
      <p className="hint" role="status">
        {text.trim() !== '' && hits.length === 0 ? t('finderNothing', { query: text.trim() }) : t('finderHint')}
      </p>
    </div>
  )
}
