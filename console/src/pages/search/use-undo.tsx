import { App } from 'antd'
import { useCallback } from 'react'
import { useTranslation } from 'react-i18next'

const SECONDS = 10

/** Says that something was deleted, and offers to put it back. */
export function useUndo(): (said: string, undo: () => void) => void {
  const { t } = useTranslation('search')
  const { message } = App.useApp()
  return useCallback(
    (said, undo) => {
      const key = `undo-${said}`
      void message.success({
        key,
        duration: SECONDS,
        content: (
          <>
            {said}{' '}
            <button
              className="link"
              type="button"
              onClick={() => {
                message.destroy(key)
                undo()
              }}
            >
              {t('undo')}
            </button>
          </>
        ),
      })
    },
    [message, t],
  )
}
