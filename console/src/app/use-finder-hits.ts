import { useQueries } from '@tanstack/react-query'
import { useDeferredValue } from 'react'
import { useTranslation } from 'react-i18next'
import { listSites } from '../../../src/modules/sites/contract.ts'
import { useOperation } from '../client.ts'
import { useDebounced } from '../components/use-debounced.ts'
import type { FinderHit } from './page-module.ts'
import { pageModules } from './pages.ts'
import { useSession } from './session.tsx'
import { isOpen, useRail } from './use-rail.ts'
import { useWording } from './use-wording.ts'

interface Group {
  label: string
  hits: readonly FinderHit[]
}

/** Pages and sites at once from what is here; the modules' own finds as they arrive. */
export function useFinderHits(text: string): readonly Group[] {
  const { t } = useTranslation('shell')
  const wording = useWording()
  const { permissions } = useSession()
  const rail = useRail()
  const wanted = useDeferredValue(text.trim().toLowerCase())
  const asked = useDebounced(text.trim(), 200)
  const sites = useOperation(
    listSites,
    { query: { text: asked, mine: 'true', pageSize: 8 } },
    { enabled: asked !== '' },
  )
  const sources = pageModules
    .flatMap((module) => module.finder ?? [])
    .filter((source) => isOpen(source.needs, permissions))
  const replies = useQueries({
    queries: sources.map((source) => ({
      queryKey: ['finder', source.label, asked],
      queryFn: ({ signal }: { signal: AbortSignal }) => source.find(asked, signal),
      enabled: asked !== '',
      staleTime: 30_000,
    })),
  })

  const pages = rail
    .map((entry) => ({ key: entry.to, title: wording(entry.label), to: entry.to }))
    .filter((hit) => hit.title.toLowerCase().includes(wanted))
  const home = rail[0]?.to ?? '/'
  const foundSites = (sites.data?.items ?? []).map((site) => ({
    key: site.id,
    title: site.name,
    hint: site.siteIdCode ?? site.code,
    to: `${home}?site=${site.id}`,
  }))
  return [
    { label: t('finderPages'), hits: pages },
    { label: t('finderSites'), hits: wanted === '' ? [] : foundSites },
    ...sources.map((source, index) => ({ label: wording(source.label), hits: replies[index]?.data ?? [] })),
  ].filter((group) => group.hits.length > 0)
}
