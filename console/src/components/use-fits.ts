import { useLayoutEffect, useState, type RefObject } from 'react'

/** Whether the child is no wider than its box: then the box need not scroll, and a sticky head can stick to the window. */
export function useFits(box: RefObject<HTMLElement | null>): boolean {
  const [isFitting, setFitting] = useState(true)
  useLayoutEffect(() => {
    const outer = box.current
    const inner = outer?.firstElementChild
    if (!outer || !(inner instanceof HTMLElement)) return
    const measure = () => setFitting(inner.scrollWidth <= outer.clientWidth + 1)
    const observer = new ResizeObserver(measure)
    observer.observe(outer)
    observer.observe(inner)
    measure()
    return () => observer.disconnect()
  }, [box])
  return isFitting
}
