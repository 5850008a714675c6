import type { Pool } from '../../src/kernel/database.ts'
import type { SearchDoc } from '../../src/modules/search/index.ts'

type Row = {
  id: string
  kind: string
  title: string
  text: string
  at: Date
  site_id: string
  path: string
  owner_id: string
  issuer: string
  metadata: Record<string, unknown>
  repealed_on: string | null
  files: { blob: string; name: string; mediaType: string }[]
}

/** What a database shows now, as documents for the fake search: for looking at pages without an index. */
export async function loadDocs(pool: Pool): Promise<SearchDoc[]> {
  const divisions = await pool.query<{ id: string; parent_id: string | null }>(
    'SELECT id, parent_id FROM organisations.division',
  )
  const parents = new Map(divisions.rows.map((row) => [row.id, row.parent_id]))
  const lineOf = (id: string | null): string[] => (id === null ? [] : [...lineOf(parents.get(id) ?? null), id])
  const organisations = await pool.query<Organisation>(
    `SELECT o.*, (SELECT s.id FROM sites.site s WHERE s.owner_id = o.id AND s.state = 'running' ORDER BY s.no LIMIT 1) AS site_id
     FROM organisations.organisation o`,
  )
  const byId = new Map(organisations.rows.map((row) => [row.id, row]))
  const bodies = (id: string): string[] => {
    const own = byId.get(id)
    return own ? [...(own.parent_id ? bodies(own.parent_id) : []), id] : []
  }
  const places = (id: string) => lineOf(byId.get(id)?.division_id ?? null)
  const { rows } = await pool.query<Row>(`
    SELECT i.id, i.kind, v.title, regexp_replace(v.body, '<[^>]+>|\\s+', '', 'g') AS text, p.sort_at AS at, p.site_id, p.path,
      s.owner_id, coalesce(v.metadata->>'issuer', v.source) AS issuer, v.metadata, i.repealed_on, v.files
    FROM library.item i JOIN library.version v ON v.item_id = i.id AND v.valid_to = 'infinity'
    JOIN library.placement p ON p.item_id = i.id AND p.is_primary AND p.valid_to = 'infinity' AND p.visible_from <= now()
    JOIN sites.site s ON s.id = p.site_id ORDER BY p.sort_at DESC LIMIT 20000`)
  const base = { aliases: [], keywords: [], visibleFrom: 0, visibleUntil: null, level: 1, halfLifeDays: null }
  const docs = rows.flatMap((row): SearchDoc[] => {
    const text = (value: unknown) => (typeof value === 'string' ? value : undefined)
    const number = text(row.metadata['documentNumber'])
    const facets = {
      site: [row.site_id],
      place: places(row.owner_id),
      body: bodies(row.owner_id),
      kind: [row.kind],
      theme: Array.isArray(row.metadata['themeClass']) ? row.metadata['themeClass'].map(String) : [],
      year: [String(row.at.getFullYear())],
      ...(row.kind === 'official_document' ? { validity: [row.repealed_on ? 'repealed' : 'valid'] } : {}),
    }
    const place = { itemId: row.id, siteId: row.site_id, path: row.path, kind: row.kind }
    const common = { ...base, source: `item:${row.id}`, at: row.at.getTime(), isRepealed: row.repealed_on !== null }
    const card = {
      type: 'item' as const,
      ...place,
      ...(number ? { documentNumber: number } : {}),
      ...(row.kind === 'official_document' ? { issuer: row.issuer } : {}),
    }
    const own: SearchDoc = {
      ...common,
      id: `item:${row.id}`,
      title: row.title,
      numbers: number ? [number] : [],
      text: row.text,
      facets,
      isService: false,
      card,
    }
    const files = row.files.map((file): SearchDoc => ({
      ...common,
      id: `file:${row.id}:${file.blob}`,
      title: file.name.replace(/\.\w+$/, ''),
      numbers: [],
      text: ['', row.text],
      facets: { ...facets, kind: ['file'] },
      isService: false,
      card: { type: 'file', ...place, fileName: file.name, mediaType: file.mediaType, blob: file.blob },
    }))
    return [own, ...files]
  })
  const directory = organisations.rows.map((row): SearchDoc => ({
    ...base,
    source: `organisation:${row.id}`,
    id: `organisation:${row.id}`,
    title: row.name,
    aliases: [row.short_name],
    numbers: [],
    text: row.functions,
    facets: { kind: ['organisation'], place: places(row.id), body: bodies(row.id) },
    at: 0,
    isRepealed: false,
    isService: false,
    card: {
      type: 'organisation',
      siteId: row.site_id,
      path: '/',
      kind: row.kind,
      phone: row.phone,
      address: row.address,
      hours: row.office_hours,
      duty: row.functions,
    },
  }))
  const sites = await pool.query<{ id: string; name: string; short_name: string }>(
    `SELECT id, name, short_name FROM sites.site WHERE state = 'running'`,
  )
  const registered = sites.rows.map((row): SearchDoc => ({
    ...base,
    source: `site:${row.id}`,
    id: `site:${row.id}`,
    title: row.name,
    aliases: [row.short_name],
    numbers: [],
    text: '',
    facets: { kind: ['site'], site: [row.id] },
    at: 0,
    isRepealed: false,
    isService: false,
    card: { type: 'site', siteId: row.id, path: '/', kind: 'site' },
  }))
  const channels = await pool.query<{ id: string; name: string; site_id: string; path: string; description: string }>(
    `SELECT id, name, site_id, path, description FROM sites.channel WHERE archived_at IS NULL AND kind <> 'link' LIMIT 3000`,
  )
  const columns = channels.rows.map((row): SearchDoc => ({
    ...base,
    source: `channel:${row.id}`,
    id: `channel:${row.id}`,
    title: row.name,
    numbers: [],
    text: row.description,
    facets: { kind: ['channel'], site: [row.site_id] },
    at: 0,
    isRepealed: false,
    isService: false,
    card: { type: 'channel', siteId: row.site_id, path: `/${row.path}/`, kind: 'channel' },
  }))
  const people = await pool.query<{ id: string; name: string; title: string; organisation_id: string }>(
    'SELECT id, name, title, organisation_id FROM organisations.person',
  )
  const persons = people.rows.map((row): SearchDoc => ({
    ...base,
    source: `person:${row.id}`,
    id: `person:${row.id}`,
    title: row.name,
    numbers: [],
    text: '',
    facets: { kind: ['person'] },
    at: 0,
    isRepealed: false,
    isService: false,
    card: {
      type: 'person',
      siteId: byId.get(row.organisation_id)?.site_id ?? null,
      path: '/',
      kind: 'person',
      duty: `${byId.get(row.organisation_id)?.name ?? ''}${row.title}`,
    },
  }))
  return [...directory, ...registered, ...persons, ...docs, ...columns]
}

type Organisation = {
  id: string
  parent_id: string | null
  division_id: string
  name: string
  short_name: string
  kind: string
  functions: string
  phone: string
  address: string
  office_hours: string
  site_id: string | null
}
