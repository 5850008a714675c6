import { Dropdown, type DropdownProps, type MenuProps } from 'antd'
import { useRef, type ReactNode } from 'react'

interface ActMenuProps extends Pick<DropdownProps, 'getPopupContainer'> {
  items: MenuProps['items']
  className: string
  children: ReactNode
}

/** A button with a menu. Whoever leaves it, with a choice or without, is on the button again, where a dialog can give the focus back to. */
export function ActMenu({ items, className, children, ...props }: ActMenuProps) {
  const button = useRef<HTMLButtonElement>(null)
  const giveBack = () => button.current?.focus({ preventScroll: true })
  const menu: MenuProps = {
    items: items ?? [],
    onClick: ({ domEvent }) => {
      // Else the Enter that chose would press the button, too.
      domEvent.preventDefault()
      giveBack()
    },
  }
  const onOpenChange = (isOpen: boolean) => {
    if (!isOpen && document.activeElement?.closest('[role="menu"]')) giveBack()
  }
  return (
    <Dropdown {...props} menu={menu} onOpenChange={onOpenChange} trigger={['click']} placement="bottomRight" autoFocus>
      <button className={className} type="button" aria-haspopup="menu" ref={button}>
        {children}
      </button>
    </Dropdown>
  )
}
