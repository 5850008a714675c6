import { Modal, type ModalProps } from 'antd'
import { useEffect, useRef } from 'react'
import { isLost, useFocusBack } from './use-focus-back.ts'

/**
 * A dialog whose first field has the focus, and which gives it back. By itself antd gives it to the cross, where Enter closes what
 * was meant to be filled in, and to nobody when the dialog is taken away.
 */
export function Dialog({ children, ...props }: ModalProps) {
  const giveBack = useFocusBack(props.open === true)
  const afterClose = () => {
    giveBack()
    props.afterClose?.()
  }
  return (
    <Modal {...props} afterClose={afterClose}>
      {props.open === true && <FirstField />}
      {children}
    </Modal>
  )
}

const FIELD =
  '[role="combobox"]:not(:disabled), input:not([type="hidden"], [type="file"], [type="radio"], :disabled, :read-only, [aria-hidden="true"]), input[type="radio"]:checked, textarea:not(:disabled, :read-only), select:not(:disabled)'

function FirstField() {
  const here = useRef<HTMLSpanElement>(null)
  const isOpened = useRef(false)
  useEffect(() => {
    // The dialog stands in the page a moment after it is made.
    const frame = requestAnimationFrame(() => {
      const dialog = here.current?.closest<HTMLElement>('[role="dialog"]')
      if (!dialog) return
      const now = document.activeElement
      // Later it is led back only where what had the focus is gone: an act is done, and the dialog says what came of it.
      const isWell = isOpened.current ? !isLost(now) : dialog.contains(now) && now?.matches(FIELD)
      isOpened.current = true
      if (isWell) return
      // Where there is nothing to fill in it is the button that changes nothing, which stands first.
      const first =
        dialog.querySelector<HTMLElement>(FIELD) ?? dialog.querySelector<HTMLElement>('.ant-modal-footer button')
      first?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  })
  return <span ref={here} hidden />
}
