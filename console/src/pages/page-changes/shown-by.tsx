import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { ShownKind } from '../../../../src/modules/library/contract.ts'
import { SideDrawer } from '../../components/side-drawer.tsx'
import { ShownPagesInDrawer } from './shown-pages.tsx'

interface ShownByProps {
  kind: z.output<typeof ShownKind>
  id: string
  /** For a setting: whose value it is. */
  siteId?: string
  /** What people call it. */
  name: string
  className: string
}

/** A button that answers which pages of which sites show a thing. */
export function ShownBy(props: ShownByProps) {
  const { t } = useTranslation('pageChanges')
  const [isOpen, setOpen] = useState(false)
  return (
    <>
      <button
        className={props.className}
        type="button"
        aria-haspopup="dialog"
        aria-label={t('shownByWhat', { name: props.name })}
        onClick={() => setOpen(true)}
      >
        {t('shownBy')}
      </button>
      {isOpen && <ShownByDrawer {...props} onClose={() => setOpen(false)} />}
    </>
  )
}

function ShownByDrawer({ kind, id, siteId, name, onClose }: ShownByProps & { onClose: () => void }) {
  const { t } = useTranslation('pageChanges')
  return (
    <SideDrawer open size={560} title={t('shownByWhat', { name })} onClose={onClose} destroyOnHidden>
      <ShownPagesInDrawer kind={kind} id={id} {...(siteId === undefined ? {} : { siteId })} />
    </SideDrawer>
  )
}
