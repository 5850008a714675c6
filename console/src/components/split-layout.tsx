import { useEffect, useId, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { Icon } from './icon.tsx'

interface SplitLayoutProps {
  label: string
  /** The tree or list at the left. */
  side: ReactNode
  /** Name of what is chosen, shown on the button that opens the side on a phone. */
  chosen?: string | undefined
  children: ReactNode
}

/** Tree left, content right. On a phone the tree folds away behind a button. */
export function SplitLayout({ label, side, chosen, children }: SplitLayoutProps) {
  const { t } = useTranslation('components')
  const [isOpen, setOpen] = useState(chosen === undefined)
  const id = useId()
  // On a phone the content is what one wants to see after choosing.
  useEffect(() => setOpen(chosen === undefined), [chosen])
  return (
    <div className="split">
      <button
        className="button split-turn"
        type="button"
        aria-expanded={isOpen}
        aria-controls={id}
        onClick={() => setOpen(!isOpen)}
      >
        <Icon name="tree" /> {isOpen ? t('treeHide') : (chosen ?? t('treeShow'))}
      </button>
      <section className={isOpen ? 'panel split-side' : 'panel split-side folded'} id={id} aria-label={label}>
        {side}
      </section>
      <div className="split-main">{children}</div>
    </div>
  )
}
