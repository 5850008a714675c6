import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from '../../components/icon.tsx'
import { OrderButtons } from './order-buttons.tsx'
import type { ControlProps } from './setting-control.tsx'
import { pair } from '../../components/marks.ts'
import { linksOf, moved, replaced, textsOf, without, type LinkValue } from './setting-values.ts'

/** A list of links with words and address, and for language versions the language. */
export function LinksControl({
  labelId,
  value,
  isDisabled,
  onChange,
  hasLanguage = false,
}: ControlProps & { hasLanguage?: boolean }) {
  const { t } = useTranslation('sites')
  const { t: common } = useTranslation()
  const links = linksOf(value)
  return (
    <div className="stack" role="group" aria-labelledby={labelId}>
      <LinkRows links={links} isDisabled={isDisabled} hasLanguage={hasLanguage} onChange={onChange} />
      {links.length === 0 && <p className="hint">{common('none')}</p>}
      {!isDisabled && (
        <p>
          <button
            className="button"
            type="button"
            onClick={() => onChange([...links, { text: '', url: '', ...(hasLanguage ? { lang: 'en' } : {}) }])}
          >
            <Icon name="plus" /> {t('addLink')}
          </button>
        </p>
      )}
    </div>
  )
}

interface LinkRowsProps {
  links: readonly LinkValue[]
  isDisabled: boolean
  hasLanguage?: boolean
  onChange: (links: LinkValue[]) => void
}

export function LinkRows({ links, isDisabled, hasLanguage = false, onChange }: LinkRowsProps) {
  const { t } = useTranslation('sites')
  return (
    <ol className="row-list">
      {links.map((link, index) => {
        const set = (change: Partial<LinkValue>) => onChange(replaced(links, index, { ...link, ...change }))
        const name = link.text === '' ? t('linkNumber', { number: index + 1 }) : link.text
        return (
          <li key={index}>
            {hasLanguage && (
              <input
                className="field narrow"
                aria-label={pair(t('linkLanguage'), name)}
                value={link.lang ?? ''}
                disabled={isDisabled}
                onChange={(event) => set({ lang: event.target.value })}
              />
            )}
            <input
              className="field"
              aria-label={pair(t('linkText'), name)}
              placeholder={t('linkText')}
              value={link.text}
              disabled={isDisabled}
              onChange={(event) => set({ text: event.target.value })}
            />
            <input
              className="field"
              aria-label={pair(t('linkUrl'), name)}
              placeholder={t('linkUrlHint')}
              value={link.url}
              disabled={isDisabled}
              spellCheck={false}
              onChange={(event) => set({ url: event.target.value })}
            />
            <OrderButtons
              name={name}
              at={index}
              count={links.length}
              isDisabled={isDisabled}
              onMove={(by) => onChange(moved(links, index, by))}
              onRemove={() => onChange(without(links, index))}
            />
          </li>
        )
      })}
    </ol>
  )
}

/** Short words in a row, such as hosts; typed with Enter. */
export function TagsControl({
  labelId,
  value,
  isDisabled,
  onChange,
  isHosts = false,
}: ControlProps & { isHosts?: boolean }) {
  const { t } = useTranslation('sites')
  const [text, setText] = useState('')
  const tags = textsOf(value)
  const add = () => {
    const next = text.trim()
    if (next !== '' && !tags.includes(next)) onChange([...tags, next])
    setText('')
  }
  return (
    <div className="stack" role="group" aria-labelledby={labelId}>
      <span className="tag-list">
        {tags.map((tag, index) => (
          <span className="pill" key={tag}>
            {tag}{' '}
            {!isDisabled && (
              <button
                type="button"
                aria-label={t('removeNamed', { name: tag })}
                onClick={() => onChange(without(tags, index))}
              >
                <Icon name="x" />
              </button>
            )}
          </span>
        ))}
      </span>
      {!isDisabled && (
        <span className="form-acts">
          <input
            className="field"
            aria-labelledby={labelId}
            placeholder={isHosts ? t('addHost') : t('addTag')}
            value={text}
            spellCheck={false}
            onChange={(event) => setText(event.target.value)}
            onKeyDown={(event) => {
              if (event.key !== 'Enter') return
              event.preventDefault()
              add()
            }}
          />
          <button className="button" type="button" disabled={text.trim() === ''} onClick={add}>
            <Icon name="plus" /> {t('addWord')}
          </button>
        </span>
      )}
    </div>
  )
}
