import { useBlocker } from '@tanstack/react-router'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'

/** Asks before somebody leaves what is not saved; a jump within the page is no leaving. */
export function useLeaveGuard(isUnsaved: boolean): void {
  const { t } = useTranslation('components')
  const { modal } = App.useApp()
  useBlocker({
    disabled: !isUnsaved,
    enableBeforeUnload: isUnsaved,
    shouldBlockFn: async ({ current, next }) => {
      if (current.pathname === next.pathname && JSON.stringify(current.search) === JSON.stringify(next.search))
        return false
      return !(await modal.confirm({
        title: t('leaveTitle'),
        content: t('confirmLeave'),
        okText: t('leave'),
        cancelText: t('stay'),
      }))
    },
  })
}
