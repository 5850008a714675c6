import { useMemo } from 'react'
import type { RailEntry } from './page-module.ts'
import { pageModules } from './pages.ts'
import { useSession } from './session.tsx'

/** Rail entries that the person's permissions open, in order. */
export function useRail(): readonly RailEntry[] {
  const { permissions } = useSession()
  return useMemo(
    () =>
      pageModules
        .flatMap((module) => module.rail ?? [])
        .filter((entry) => isOpen(entry.needs, permissions))
        .toSorted((a, b) => a.order - b.order),
    [permissions],
  )
}

export function isOpen(needs: readonly string[], permissions: readonly string[]): boolean {
  return needs.length === 0 || needs.some((one) => permissions.includes(one))
}
