import { Drawer, type DrawerProps } from 'antd'
import { useFocusBack } from './use-focus-back.ts'

/** A drawer that gives the focus back to what opened it. */
export function SideDrawer(props: DrawerProps) {
  const giveBack = useFocusBack(props.open === true)
  const afterOpenChange = (isOpen: boolean) => {
    if (!isOpen) giveBack()
    props.afterOpenChange?.(isOpen)
  }
  return <Drawer {...props} afterOpenChange={afterOpenChange} />
}
