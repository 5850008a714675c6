import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useCan } from '../../app/session.tsx'
import { Icon } from '../../components/icon.tsx'
import { TimeMachineDialog, type Wanted } from './time-machine-dialog.tsx'

/** Opens the time machine (时间机器) on a site, or on one text of it. Nothing for who may not read the site's texts. */
export function TimeMachine(wanted: Wanted) {
  const { t } = useTranslation('previews')
  const can = useCan()
  const [isOpen, setOpen] = useState(false)
  if (!can('document.read')) return null
  return (
    <>
      <button className="button" type="button" aria-haspopup="dialog" onClick={() => setOpen(true)}>
        <Icon name="clock" /> {t('timeMachine')}
      </button>
      {isOpen && <TimeMachineDialog {...wanted} onClose={() => setOpen(false)} />}
    </>
  )
}
