import { useState, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { getChannelTree } from '../../../../src/modules/sites/contract.ts'
import { useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { ModuleDialog } from './module-dialog.tsx'
import { ModuleThumb } from './module-thumb.tsx'
import { OrderButtons } from './order-buttons.tsx'
import type { ControlProps } from './setting-control.tsx'
import { innerOf, moved, modulesOf, replaced, withInner, without, type ModuleValue } from './setting-values.ts'
import { useModuleNames } from './use-module-names.ts'

/** The home page from top to bottom. Order by buttons or Alt+arrows, a drawing beside it, each module's contents in a dialog. */
export function ModulesControl({ labelId, siteId, value, isDisabled, onChange }: ControlProps) {
  const { t } = useTranslation('sites')
  const modules = modulesOf(value)
  return (
    <div className="arrange" role="group" aria-labelledby={labelId}>
      <div>
        <ModuleList siteId={siteId} modules={modules} isDisabled={isDisabled} isTop onChange={onChange} />
        {modules.length === 0 && <p className="hint">{t('noModules')}</p>}
      </div>
      <ModuleThumb modules={modules} />
    </div>
  )
}

interface ModuleListProps {
  siteId: string
  modules: readonly ModuleValue[]
  isDisabled: boolean
  isTop?: boolean
  onChange: (modules: ModuleValue[]) => void
}

function ModuleList({ siteId, modules, isDisabled, isTop = false, onChange }: ModuleListProps) {
  const { t } = useTranslation('sites')
  const nameOf = useModuleNames()
  const channels = useOperation(getChannelTree, { params: { siteId }, query: {} }, { staleFor: 60_000 })
  const [editing, setEditing] = useState<number>()
  const [isAdding, setAdding] = useState(false)
  const channelName = (module: ModuleValue) => {
    const code = module['channelCode']
    return typeof code === 'string' ? (channels.data?.find((one) => one.code === code)?.name ?? code) : undefined
  }
  const onKeyDown = (event: KeyboardEvent<HTMLLIElement>, index: number) => {
    if (!event.altKey || isDisabled || (event.key !== 'ArrowUp' && event.key !== 'ArrowDown')) return
    event.preventDefault()
    event.stopPropagation()
    const by = event.key === 'ArrowUp' ? -1 : 1
    const list = event.currentTarget.parentElement
    onChange(moved(modules, index, by))
    // The row keeps the focus at its new place.
    requestAnimationFrame(() => {
      const row = list?.children[Math.max(0, Math.min(modules.length - 1, index + by))]
      if (row instanceof HTMLElement) row.focus()
    })
  }
  const edited = editing === undefined ? undefined : modules[editing]
  return (
    <>
      <ol className="order deep">
        {modules.map((module, index) => {
          const name = nameOf(module)
          const count = module['count']
          const facts = [channelName(module), typeof count === 'number' ? t('entries', { count }) : undefined]
          const inner = innerOf(module)
          return (
            <li key={index} tabIndex={isDisabled ? -1 : 0} onKeyDown={(event) => onKeyDown(event, index)}>
              <span className="module-name">
                {name} <span className="hint">{facts.filter(Boolean).join(' · ')}</span>
              </span>
              {!isDisabled && inner.length === 0 && (
                <button
                  className="icon-button"
                  type="button"
                  aria-label={t('editNamed', { name })}
                  onClick={() => setEditing(index)}
                >
                  <Icon name="pen" />
                </button>
              )}
              <OrderButtons
                name={name}
                at={index}
                count={modules.length}
                isDisabled={isDisabled}
                onMove={(by) => onChange(moved(modules, index, by))}
                onRemove={() => onChange(without(modules, index))}
              />
              {inner.map((group, place) => (
                <div className="inner" key={place}>
                  {module.type === 'columns' && <p>{t('columnNumber', { number: place + 1 })}</p>}
                  <ModuleList
                    siteId={siteId}
                    modules={group}
                    isDisabled={isDisabled}
                    onChange={(next) =>
                      onChange(replaced(modules, index, withInner(module, replaced(inner, place, next))))
                    }
                  />
                </div>
              ))}
            </li>
          )
        })}
      </ol>
      {!isDisabled && (
        <p>
          <button className="button bare" type="button" onClick={() => setAdding(true)}>
            <Icon name="plus" /> {isTop ? t('addModule') : t('addModuleHere')}
          </button>
        </p>
      )}
      {(edited !== undefined || isAdding) && (
        <ModuleDialog
          module={edited}
          isTop={isTop}
          channels={channels.data ?? []}
          onClose={() => {
            setEditing(undefined)
            setAdding(false)
          }}
          onDone={(module) => {
            onChange(editing === undefined ? [...modules, module] : replaced(modules, editing, module))
            setEditing(undefined)
            setAdding(false)
          }}
        />
      )}
    </>
  )
}
