import { sql } from 'kysely'
import { ask } from '../../../kernel/database.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { type ChannelCard, channelsById } from '../../sites/index.ts'
import { itemsReleased } from '../events.ts'
import type { Released, ReleaseWish } from '../item.ts'
import { digestOf, nextInstant } from '../rules.ts'
import { type Placing, planPlacements } from './plan-placements.ts'
import { type ReleaseRows, writeRelease } from './write-release.ts'

type Known = {
  id: string
  no: number
  source_id: string
  first_released_at: Date
  state: string
  version: number
  valid_from: Date
  digest: string
}
type New = {
  id: null
  no: number
  source_id: string
  first_released_at: null
  state: null
  version: null
  valid_from: null
  digest: null
}
type Standing = Known | New

/** Release one finished item: visible when the caller's transaction commits. */
export async function release(work: Work, wish: ReleaseWish, prepared?: Prepared): Promise<Released> {
  const [released] = await releaseMany(work, [wish], prepared)
  if (!released) throw new Error('release returned nothing')
  return released
}

/** What a release has to know of its channels and of what stands; the items are locked from here on. */
export type Prepared = { channels: Map<string, ChannelCard>; standing: Map<string, Standing> }

type Places = Pick<ReleaseWish, 'source' | 'placements'>

/** Asked for beforehand, it travels with what the caller asks. */
export async function prepareRelease(work: Work, wishes: readonly Places[]): Promise<Prepared> {
  const [channels, standing] = await Promise.all([
    channelsById(work, unique(wishes.flatMap(channelsOf))),
    lockStanding(work, wishes),
  ])
  return { channels, standing }
}

/** Release many at once; a fixed number of statements whatever the count. All wishes come from one module. */
export async function releaseMany(
  work: Work,
  wishes: readonly ReleaseWish[],
  prepared?: Prepared,
): Promise<Released[]> {
  if (wishes.length === 0) return []
  const { channels, standing } = prepared ?? (await prepareRelease(work, wishes))
  ensureTakesItems(channels.values())
  const rows: ReleaseRows = { items: [], versions: [], placements: [], paths: [] }
  const placings: Placing[] = []
  const released: Omit<Released, 'paths'>[] = []
  for (const wish of wishes) {
    const old = standing.get(wish.source.id)
    if (!old) throw new Error('a number was not reserved')
    if (old.state === 'erased') throw wrongState('item-erased')
    const isNew = old.id === null
    const item = isNew ? newItem(wish, old.no) : old
    if (isNew) rows.items.push(item)
    const digest = digestOf(wish.content)
    const validFrom = nextInstant(work.now, old.valid_from)
    const isSame = !isNew && old.digest === digest
    const version = (old.version ?? 0) + (isSame ? 0 : 1)
    if (!isSame) rows.versions.push(versionRow(wish, item.id, version, validFrom, digest, work.actor.name))
    placings.push({ item, wish, channels, isNew })
    released.push({ itemId: item.id, no: item.no, version, isNew })
  }
  const known = [...standing.values()].filter((one) => one.id !== null)
  if (known.length > 0) await makeRoom(work, known, rows.versions)
  const paths = await planPlacements(work, placings, rows)
  await writeRelease(work, rows)
  await writeFiles(work, wishes, released)
  work.emit(
    itemsReleased({
      itemIds: released.map((one) => one.itemId),
      siteIds: unique([...channels.values()].map((channel) => channel.siteId)),
      channelIds: [...channels.keys()],
    }),
  )
  return released.map((one) => ({ ...one, paths: paths.get(one.itemId) ?? [] }))
}

function ensureTakesItems(channels: Iterable<ChannelCard>): void {
  for (const channel of channels) {
    if (channel.archivedAt !== null || !['list', 'page', 'topic'].includes(channel.kind)) {
      throw new Problem('channel-not-placeable', 422, { channel: channel.name })
    }
  }
}

const channelsOf = (wish: Places) => wish.placements.map((placement) => placement.channelId)
const unique = (texts: string[]) => [...new Set(texts)]

/** What stands of each wish, locked; for one that is new, the number its addresses will carry. */
async function lockStanding(work: Work, wishes: readonly Places[]): Promise<Map<string, Standing>> {
  const rows = await ask<Standing>(work.db)`
    SELECT w.source_id, i.id, coalesce(i.no, nextval(pg_get_serial_sequence('library.item', 'no'))) AS no, i.first_released_at,
      i.state, i.version, i.valid_from, i.digest
    FROM unnest(${wishes.map((wish) => wish.source.id)}::uuid[]) AS w(source_id) LEFT JOIN LATERAL (
      SELECT i.*, v.version, v.valid_from, v.digest FROM library.item i
      JOIN library.version v ON v.item_id = i.id AND v.valid_to = 'infinity'
      WHERE i.source_module = ${wishes[0]?.source.module ?? ''} AND i.source_id = w.source_id FOR UPDATE OF i
    ) i ON true
  `
  return new Map(rows.map((row) => [row.source_id, row]))
}

const newItem = (wish: ReleaseWish, no: number) => ({
  id: newId(),
  no,
  kind: wish.kind,
  site_id: wish.siteId,
  organisation_id: wish.organisationId,
  source_module: wish.source.module,
  source_id: wish.source.id,
  external_id: wish.externalId ?? null,
  first_released_at: wish.firstReleasedAt ?? wish.visibleFrom,
  state: 'live',
})

function versionRow(wish: ReleaseWish, itemId: string, version: number, validFrom: Date, digest: string, by: string) {
  const { content } = wish
  return {
    item_id: itemId,
    version,
    valid_from: validFrom,
    valid_to: 'infinity',
    title: content.title,
    subtitle: content.subtitle,
    summary: content.summary,
    body: content.body,
    source: content.source,
    author: content.author,
    editor: content.editor,
    keywords: content.keywords,
    cover: content.cover,
    files: content.files,
    origin: content.origin,
    metadata: content.metadata,
    digest,
    released_by: by,
  }
}

/** The versions that are replaced end; items that were taken down live again. */
async function makeRoom(work: Work, known: readonly Known[], versions: ReleaseRows['versions']): Promise<void> {
  await sql`
    UPDATE library.version v SET valid_to = n.at
    FROM unnest(${versions.map((row) => row.item_id)}::uuid[], ${versions.map((row) => row.valid_from)}::timestamptz[]) AS n(id, at)
    WHERE v.item_id = n.id AND v.valid_to = 'infinity'
  `.execute(work.db)
  const down = known.filter((item) => item.state !== 'live').map((item) => item.id)
  if (down.length === 0) return
  await work.db
    .updateTable('library.item')
    .set({ state: 'live', withdrawal: null, withdrawn_at: null })
    .where(sql<boolean>`id = ANY (${down}::uuid[])`)
    .execute()
}

async function writeFiles(
  work: Work,
  wishes: readonly ReleaseWish[],
  released: { itemId: string; isNew: boolean }[],
): Promise<void> {
  const rows = wishes.flatMap((wish, index) => {
    const itemId = released[index]?.itemId ?? ''
    const { files, cover } = wish.content
    const pictures = cover ? [{ blob: cover.blob, name: 'cover', mediaType: cover.mediaType, bytes: 0 }] : []
    // One row a file, however often the item uses it.
    const all = new Map([...pictures, ...(wish.bodyFiles ?? []), ...files].map((file) => [file.blob, file]))
    return [...all.values()].map((file) => ({
      item_id: itemId,
      blob: file.blob,
      name: file.name,
      media_type: file.mediaType,
      bytes: file.bytes,
      valid_to: 'infinity',
    }))
  })
  const changed = released.filter((one) => !one.isNew).map((one) => one.itemId)
  if (changed.length > 0) {
    await sql`
      UPDATE library.file SET valid_to = ${work.now} WHERE item_id = ANY (${changed}::uuid[]) AND valid_to = 'infinity'
    `.execute(work.db)
  }
  if (rows.length === 0) return
  await work.db
    .insertInto('library.file')
    .values(rows)
    .onConflict((conflict) =>
      conflict
        .columns(['item_id', 'blob'])
        .doUpdateSet({ valid_to: 'infinity', name: (eb) => eb.ref('excluded.name') }),
    )
    .execute()
}
