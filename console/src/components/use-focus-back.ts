import { useCallback, useEffect, useState } from 'react'

/**
 * When what lay over the page is gone, the focus is where it was before: on the button that opened it, or, where that is gone too,
 * at the top of the page: at once, or when the answer of the server takes it away. Returns the same for when something only fades
 * away.
 */
export function useFocusBack(isOpen: boolean): () => void {
  const [wasOpen, setWasOpen] = useState(false)
  const [opener, setOpener] = useState<Element | null>(null)
  if (isOpen !== wasOpen) {
    setWasOpen(isOpen)
    if (isOpen) setOpener(document.activeElement)
  }
  const giveBack = useCallback(() => {
    requestAnimationFrame(() => {
      // Somebody was quicker, or something else lies over the page now.
      if (!isLost(document.activeElement)) return
      const goesBack = opener instanceof HTMLElement && !isLost(opener)
      if (goesBack) staysWhileThere(opener)
      const goal = goesBack ? opener : document.getElementById('main')
      goal?.focus({ preventScroll: true })
    })
  }, [opener])
  useEffect(() => (isOpen ? giveBack : undefined), [isOpen, giveBack])
  return giveBack
}

/** What was pressed may go a moment later, when what it does is done: the focus does not go with it. */
function staysWhileThere(opener: HTMLElement): void {
  const watcher = new MutationObserver(() => {
    if (opener.isConnected) return
    watcher.disconnect()
    if (isLost(document.activeElement)) document.getElementById('main')?.focus({ preventScroll: true })
  })
  watcher.observe(document.body, { childList: true, subtree: true })
  // It is blurred while it is being taken away too, and still in its place at that moment.
  opener.addEventListener('blur', () => setTimeout(() => watcher.disconnect()), { once: true })
}

/** Nothing that can be seen has the focus. */
export const isLost = (element: Element | null): boolean =>
  element === null || element === document.body || element.getClientRects().length === 0
