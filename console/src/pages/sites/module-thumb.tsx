import type { CSSProperties } from 'react'
import { useTranslation } from 'react-i18next'
import { innerOf, type ModuleValue } from './setting-values.ts'

const HEIGHTS: Readonly<Record<string, number>> = {
  hero: 56,
  notice: 10,
  tiles: 24,
  services: 36,
  documents: 40,
  feed: 44,
  places: 20,
  figures: 24,
}

/** The home page in outline: blocks in their order, columns side by side. */
export function ModuleThumb({ modules }: { modules: readonly ModuleValue[] }) {
  const { t } = useTranslation('sites')
  const height = modules.reduce((sum, module) => sum + heightOf(module), 0)
  return (
    <div>
      <div className="thumb" style={variables({ '--swatch': 'var(--main)' })} aria-hidden="true">
        <i className="on" style={variables({ '--h': '4px' })} />
        {modules.map((module, index) => (
          <Block key={index} module={module} />
        ))}
        <i className="on" style={variables({ '--h': '4px' })} />
      </div>
      <p className="hint">{t('pageLength', { count: Math.max(1, Math.round(height / 90)) })}</p>
    </div>
  )
}

function Block({ module }: { module: ModuleValue }) {
  const inner = innerOf(module)
  if (module.type === 'columns') {
    const columns =
      module['layout'] === 'wide-start' ? `2fr${' 1fr'.repeat(inner.length - 1)}` : `repeat(${inner.length}, 1fr)`
    return (
      <div style={variables({ '--cols': columns })}>
        {inner.map((group, index) => (
          <b key={index}>
            {group.map((one, place) => (
              <i key={place} style={{ display: 'block', height: heightOf(one), marginBlockEnd: 4 }} />
            ))}
          </b>
        ))}
      </div>
    )
  }
  if (module.type === 'band') return <i className="pale" style={variables({ '--h': `${heightOf(module)}px` })} />
  return <i className={module.type === 'hero' ? 'pale' : ''} style={variables({ '--h': `${heightOf(module)}px` })} />
}

function heightOf(module: ModuleValue): number {
  const inner = innerOf(module)
  if (module.type === 'columns')
    return Math.max(20, ...inner.map((group) => group.reduce((sum, one) => sum + heightOf(one) + 4, 0)))
  if (module.type === 'band')
    return Math.max(20, ...inner.map((group) => group.reduce((sum, one) => sum + heightOf(one), 8)))
  const count = module['count']
  return (HEIGHTS[module.type] ?? 28) + (typeof count === 'number' ? count : 0)
}

/** React types know no custom properties. */
function variables(values: Readonly<Record<`--${string}`, string>>): CSSProperties {
  return { ...values }
}
