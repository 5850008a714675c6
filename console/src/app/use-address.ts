import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useMemo } from 'react'
import { fromAddress, toAddress, type AddressValues } from './address-values.ts'

/**
 * State kept in the address, typed by its defaults: `useAddress({ q: '', status: '', page: 1, pageSize: 50, sort: '-changedAt' })`.
 * Values equal to their default are left out of the address. A change of anything but `page` goes back to page 1.
 */
export function useAddress<T extends AddressValues>(defaults: T): readonly [T, (change: Partial<T>) => void] {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const shape = JSON.stringify(defaults)
  // Callers write the defaults in place, so they are compared by content.
  // oxlint-disable-next-line react-hooks/exhaustive-deps
  const values = useMemo(() => fromAddress(search, defaults), [search, shape])
  const change = useCallback(
    (part: Partial<T>) => {
      const paging = 'page' in defaults && !('page' in part) ? { page: 1 } : {}
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, ...toAddress({ ...part, ...paging }, defaults) }),
        replace: !('page' in part),
        resetScroll: false,
      })
    },
    // oxlint-disable-next-line react-hooks/exhaustive-deps
    [navigate, shape],
  )
  return [values, change]
}
