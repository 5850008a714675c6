import { sql } from 'kysely'
import type { View } from '../../../kernel/work.ts'
import { linkCards } from '../../library/index.ts'
import { sitesByIds } from '../../sites/index.ts'

export type Standing = {
  /** Nothing shows it now: whatever is pinned to it does nothing. */
  isBroken: boolean
  title: string | null
  siteName: string | null
  host: string | null
  path: string | null
}

const GONE: Standing = { isBroken: true, title: null, siteName: null, host: null, path: null }
const THERE: Standing = { ...GONE, isBroken: false }

/** Of documents of the search, by id: does it still show, under which title, where. */
export async function standingOfDocs(view: View, docIds: readonly string[]): Promise<Map<string, Standing>> {
  const byKind = Map.groupBy(
    docIds.map((docId) => ({ docId, kind: docId.split(':')[0] ?? '', id: docId.split(':')[1] ?? '' })),
    ({ kind }) => (kind === 'file' ? 'item' : kind),
  )
  const found = new Map<string, Standing>()
  for (const [kind, docs] of byKind) {
    const ids = [...new Set(docs.map(({ id }) => id))]
    const standing = await OF_KIND[kind]?.(view, ids)
    // Of what this module knows no register, nothing bad is said.
    for (const { docId, id } of docs) found.set(docId, standing ? (standing.get(id) ?? GONE) : THERE)
  }
  return found
}

type Find = (view: View, ids: readonly string[]) => Promise<Map<string, Standing>>

const OF_KIND: Readonly<Record<string, Find>> = {
  async item(view, ids) {
    const cards = await linkCards(view, ids)
    const sites = await sitesByIds(view, [...new Set(cards.map(({ siteId }) => siteId))])
    return new Map(
      cards.map((card) => {
        const site = sites.get(card.siteId)
        const path = site ? site.basePath + card.path : null
        return [
          card.itemId,
          { ...THERE, title: card.title, siteName: site?.name ?? null, host: site?.host ?? null, path },
        ]
      }),
    )
  },
  async organisation(view, ids) {
    const rows = await view.db
      .selectFrom('organisations.v_directory')
      .select(['id', 'name'])
      .where(sql<boolean>`id = ANY (${[...ids]}::uuid[])`)
      .where('is_abolished', '=', false)
      .execute()
    return new Map(rows.map(({ id, name }) => [id, { ...THERE, title: name }]))
  },
  async site(view, ids) {
    const sites = await sitesByIds(view, ids)
    return new Map(
      [...sites.values()]
        .filter(({ state }) => state === 'running')
        .map(({ id, name, host, basePath }) => [
          id,
          { ...THERE, title: name, siteName: name, host, path: `${basePath}/` },
        ]),
    )
  },
  async channel(view, ids) {
    const { rows } = await sql<{ id: string; name: string; site: string; host: string | null; path: string }>`
      SELECT c.id, c.name, s.name AS site, s.host, s.base_path || '/' || c.path || '/' AS path
      FROM sites.v_channel c JOIN sites.v_site s ON s.id = c.site_id
      WHERE c.id = ANY (${[...ids]}::uuid[]) AND c.archived_at IS NULL`.execute(view.db)
    return new Map(
      rows.map(({ id, name, site, host, path }) => [id, { ...THERE, title: name, siteName: site, host, path }]),
    )
  },
}
