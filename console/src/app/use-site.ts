import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import type { SessionSite } from '../api/session.ts'
import { keep, kept } from './kept.ts'
import { useSession } from './session.tsx'

/**
 * The site one works on: from `?site=CODE` in the address (so that a link says which), else the last one chosen here.
 * Undefined means all sites.
 */
export function useSite(): readonly [SessionSite | undefined, (site: SessionSite | undefined) => void] {
  const { sites, account } = useSession()
  const name = `yw-site-${account.id}`
  const search: Record<string, unknown> = useSearch({ strict: false })
  const asked = typeof search['site'] === 'string' ? search['site'] : undefined
  const navigate = useNavigate()
  const code = asked ?? kept(name) ?? (sites.length === 1 ? sites[0]?.code : undefined)
  const site = sites.find((one) => one.code === code)
  useEffect(() => {
    if (asked !== undefined && site !== undefined) keep(name, site.code)
  }, [asked, site, name])
  const choose = useCallback(
    (chosen: SessionSite | undefined) => {
      keep(name, chosen?.code ?? '')
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, site: chosen?.code, page: undefined }),
      })
    },
    [navigate, name],
  )
  return [site, choose]
}
