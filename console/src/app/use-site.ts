import { useNavigate, useSearch } from '@tanstack/react-router'
import { useCallback, useEffect } from 'react'
import { getSite } from '../../../src/modules/sites/contract.ts'
import { useOperation } from '../client.ts'
import { keep, kept } from './kept.ts'
import { useSession } from './session.tsx'
import { useOwnSites } from './use-own-sites.ts'

export interface ChosenSite {
  id: string
  code: string
  name: string
}

/**
 * The site one works on: from `?site=ID` in the address (so that a link says which), else the last one chosen here,
 * else the only one. Undefined means all sites.
 */
export function useSite(): readonly [ChosenSite | undefined, (site: ChosenSite | undefined) => void] {
  const { account } = useSession()
  const name = `yw-site-${account.id}`
  const search: Record<string, unknown> = useSearch({ strict: false })
  const navigate = useNavigate()
  const own = useOwnSites()
  const asked = typeof search['site'] === 'string' ? search['site'] : undefined
  const only = own.length === 1 ? own[0]?.id : undefined
  const id = asked ?? kept(name) ?? only ?? ''
  const { data } = useOperation(
    getSite,
    { params: { id } },
    { enabled: id !== '', staleFor: 300_000, keepsPrevious: false },
  )
  const site = id === '' ? undefined : data
  useEffect(() => {
    if (asked !== undefined && site !== undefined) keep(name, site.id)
  }, [asked, site, name])
  const choose = useCallback(
    (chosen: ChosenSite | undefined) => {
      keep(name, chosen?.id ?? '')
      void navigate({
        to: '.',
        search: (before: Record<string, unknown>) => ({ ...before, site: chosen?.id, page: undefined }),
      })
    },
    [navigate, name],
  )
  return [site, choose]
}
