import { useId, useRef, useState, type KeyboardEvent } from 'react'
import { Popover } from 'antd'
import { useTranslation } from 'react-i18next'
import { listSites } from '../../../src/modules/sites/contract.ts'
import { useOperation } from '../client.ts'
import { useDebounced } from '../components/use-debounced.ts'
import { Icon } from '../components/icon.tsx'
import { useSite, type ChosenSite } from './use-site.ts'

const SHOWN = 60

/** Combobox over the person's sites: a province has hundreds, so one types rather than scrolls. */
export function SitePicker() {
  const { t } = useTranslation('shell')
  const [site, choose] = useSite()
  const [isOpen, setOpen] = useState(false)
  const button = useRef<HTMLButtonElement>(null)
  const label = site?.name ?? t('allSites')
  const close = () => {
    setOpen(false)
    button.current?.focus()
  }
  return (
    <Popover
      open={isOpen}
      onOpenChange={setOpen}
      trigger="click"
      placement="bottomLeft"
      arrow={false}
      destroyOnHidden
      getPopupContainer={(trigger) => trigger.closest('header') ?? document.body}
      content={
        <SiteList
          onClose={close}
          onChoose={(chosen) => {
            choose(chosen)
            close()
          }}
        />
      }
    >
      <button
        className="pick"
        type="button"
        ref={button}
        aria-haspopup="dialog"
        aria-expanded={isOpen}
        aria-label={t('pickSite', { site: label })}
      >
        <Icon name="company" /> <span className="pick-name">{label}</span> <Icon name="down" />
      </button>
    </Popover>
  )
}

function SiteList({ onChoose, onClose }: { onChoose: (site: ChosenSite | undefined) => void; onClose: () => void }) {
  const { t } = useTranslation('shell')
  const [text, setText] = useState('')
  const [at, setAt] = useState(0)
  const id = useId()
  const wanted = useDebounced(text.trim(), 150)
  const { data, isFetching } = useOperation(listSites, {
    query: { mine: 'true', pageSize: SHOWN, ...(wanted === '' ? {} : { text: wanted }) },
  })
  const sites: readonly ChosenSite[] = data?.items ?? []
  const found: readonly (ChosenSite | undefined)[] = wanted === '' ? [undefined, ...sites] : sites
  const here = Math.min(at, found.length - 1)

  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === 'ArrowDown') setAt(Math.min(here + 1, found.length - 1))
    else if (event.key === 'ArrowUp') setAt(Math.max(here - 1, 0))
    else if (event.key === 'Enter' && found.length > 0 && !event.nativeEvent.isComposing) onChoose(found[here])
    else if (event.key === 'Escape') onClose()
    else return
    event.preventDefault()
    document.getElementById(`${id}-${here}`)?.scrollIntoView({ block: 'nearest' })
  }

  return (
    <div className="choices">
      <input
        className="field"
        type="search"
        role="combobox"
        autoFocus
        aria-label={t('findSite')}
        placeholder={t('findSite')}
        aria-expanded="true"
        aria-controls={`${id}-list`}
        aria-activedescendant={found.length > 0 ? `${id}-${here}` : undefined}
        value={text}
        onChange={(event) => {
          setText(event.target.value)
          setAt(0)
        }}
        onKeyDown={onKeyDown}
      />
      <ul role="listbox" id={`${id}-list`} aria-label={t('finderSites')}>
        {found.map((site, index) => (
          <li
            key={site?.id ?? 'all'}
            id={`${id}-${index}`}
            role="option"
            aria-selected={index === here}
            onMouseDown={(event) => event.preventDefault()}
            onClick={() => onChoose(site)}
          >
            <span>{site?.name ?? t('allSites')}</span> <span className="hint">{site?.code}</span>
          </li>
        ))}
      </ul>
      {found.length === 0 && !isFetching && (
        <p className="hint" role="status">
          {t('noSiteFound')}
        </p>
      )}
    </div>
  )
}
