import { sql } from 'kysely'
import { ask } from '../../../kernel/database.ts'
import { newId } from '../../../kernel/ids.ts'
import { Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { type ChannelCard, channelsById, takesItems } from '../../sites/index.ts'
import { itemsReleased } from '../events.ts'
import type { Released, ReleaseWish } from '../item.ts'
import { digestOf, nextInstant } from '../rules.ts'
import { type Placing, planPlacements } from './plan-placements.ts'
import { dropPending } from './pending.ts'
import { type ReleaseRows, writeRelease } from './write-release.ts'

type Known = {
  id: string
  no: number
  source_id: string
  first_released_at: Date
  state: string
  version: number
  /** The highest number of a version, one that never stood included. */
  top: number
  valid_from: Date
  digest: string
  /** Readers see it, or saw it until its end. */
  is_shown: boolean
  pending_at: Date | null
}
type New = {
  id: null
  no: number
  source_id: string
  first_released_at: null
  state: null
  version: null
  top: null
  valid_from: null
  digest: null
  is_shown: false
  pending_at: null
}
type Standing = Known | New

/** Release one finished item: visible when the caller's transaction commits. */
export async function release(work: Work, wish: ReleaseWish, prepared?: Prepared): Promise<Released> {
  const [released] = await releaseMany(work, [wish], prepared)
  if (!released) throw new Error('release returned nothing')
  return released
}

/** What the caller has asked for already, with its own questions: what stands of the sources, and cards of channels. */
export type Prepared = { channels: readonly ChannelCard[]; standing: Map<string, Standing> }

type Source = ReleaseWish['source']
type Places = Pick<ReleaseWish, 'source' | 'placements'>

/** Release many at once; a fixed number of statements whatever the count. All wishes come from one module. */
export async function releaseMany(
  work: Work,
  wishes: readonly ReleaseWish[],
  prepared?: Prepared,
): Promise<Released[]> {
  if (wishes.length === 0) return []
  const { channels, standing } = await prepare(work, wishes, prepared)
  ensureTakesItems(channels.values())
  const rows: ReleaseRows = { items: [], versions: [], placements: [], paths: [] }
  const placings: Placing[] = []
  const released: Omit<Released, 'paths'>[] = []
  for (const asked of wishes) {
    const old = standing.get(asked.source.id)
    if (!old) throw new Error('a number was not reserved')
    if (old.state === 'erased') throw wrongState('item-erased')
    const isNew = old.id === null
    const { wish, at } = timed(work, asked, old)
    const item = isNew ? newItem(wish, old.no) : { ...old, first_released_at: firstRelease(work, wish, old) }
    if (isNew) rows.items.push(item)
    const digest = digestOf(wish.content)
    const validFrom = nextInstant(at, old.valid_from)
    const isSame = !isNew && old.digest === digest
    const version = isSame ? old.version : (old.top ?? 0) + 1
    if (!isSame) rows.versions.push(versionRow(wish, item.id, version, validFrom, digest, work.actor.name))
    placings.push({ item, wish, channels, isNew, at })
    released.push({ itemId: item.id, no: item.no, version, isNew })
  }
  const known = [...standing.values()].filter((one) => one.id !== null)
  if (known.length > 0) await makeRoom(work, known, { versions: rows.versions, placings })
  const paths = await planPlacements(work, placings, rows)
  await writeRelease(work, rows)
  await writeFiles(work, placings)
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
    if (!takesItems(channel)) {
      throw new Problem('channel-not-placeable', 422, { channel: channel.name })
    }
  }
}

const channelsOf = (wish: Places) => wish.placements.map((placement) => placement.channelId)

async function prepare(work: Work, wishes: readonly Places[], prepared: Prepared | undefined) {
  const sources = wishes.map((wish) => wish.source)
  const [channels, standing] = await Promise.all([
    channelsFor(work, wishes, prepared?.channels ?? []),
    prepared?.standing ?? lockStanding(work, sources),
  ])
  return { channels, standing: await callOffPending(work, sources, standing) }
}

async function channelsFor(
  work: Work,
  wishes: readonly Places[],
  known: readonly ChannelCard[],
): Promise<Map<string, ChannelCard>> {
  const wanted = unique(wishes.flatMap(channelsOf))
  const cards = new Map(known.filter((card) => wanted.includes(card.id)).map((card) => [card.id, card]))
  const missing = wanted.filter((id) => !cards.has(id))
  return missing.length === 0 ? cards : new Map([...cards, ...(await channelsById(work, missing))])
}
const unique = (texts: string[]) => [...new Set(texts)]

/** What readers see changes at the instant wished; what they do not see yet is changed at once and shows from then on. */
function timed(work: Work, wish: ReleaseWish, old: Standing): { wish: ReleaseWish; at: Date } {
  const at = wish.effectiveAt && wish.effectiveAt > work.now ? wish.effectiveAt : work.now
  if (at === work.now || old.is_shown) return { wish, at }
  return { wish: { ...wish, visibleFrom: wish.visibleFrom > at ? wish.visibleFrom : at }, at: work.now }
}

/** Set once; while it still lies ahead nobody has seen anything, and it may move. */
const firstRelease = (work: Work, wish: ReleaseWish, old: Known): Date =>
  old.first_released_at > work.now ? (wish.firstReleasedAt ?? wish.visibleFrom) : old.first_released_at

/** What was planned for later is taken back: an item has one change to come at most. */
async function callOffPending(
  work: Work,
  sources: readonly Source[],
  standing: Map<string, Standing>,
): Promise<Map<string, Standing>> {
  const pending = [...standing.values()].flatMap(({ id, pending_at: at }) => (id && at ? [{ itemId: id, at }] : []))
  if (pending.length === 0) return standing
  await dropPending(work, pending)
  return lockStanding(work, sources)
}

/**
 * What stands of each source, locked from here on; for one that is new, the number its addresses will carry. All of them are
 * of one module. Only of what is known more is asked: nearly everything that is released is new.
 */
export async function lockStanding(work: Work, sources: readonly Source[]): Promise<Map<string, Standing>> {
  const rows = await ask<{ source_id: string; id: string | null; no: number }>(work.db)`
    SELECT w.source_id, i.id, coalesce(i.no, nextval('library.item_no_seq')) AS no
    FROM unnest(${sources.map((source) => source.id)}::uuid[]) AS w(source_id) LEFT JOIN LATERAL (
      SELECT id, no FROM library.item i
      WHERE i.source_module = ${sources[0]?.module ?? ''} AND i.source_id = w.source_id FOR UPDATE OF i
    ) i ON true
  `
  const standing = new Map<string, Standing>(rows.map(({ source_id, no }) => [source_id, { ...NEW, source_id, no }]))
  const ids = rows.flatMap(({ id }) => id ?? [])
  for (const known of await standingOf(work, ids)) standing.set(known.source_id, known)
  return standing
}

const NEW: Omit<New, 'no' | 'source_id'> = {
  id: null,
  first_released_at: null,
  state: null,
  version: null,
  top: null,
  valid_from: null,
  digest: null,
  is_shown: false,
  pending_at: null,
}

async function standingOf(work: Work, itemIds: readonly string[]): Promise<Known[]> {
  if (itemIds.length === 0) return []
  return ask<Known>(work.db)`
    SELECT i.source_id, i.id, i.no, i.first_released_at, i.state, v.version, v.valid_from, v.digest,
      library.pending_at(i, ${work.now}) AS pending_at,
      (SELECT max(version) FROM library.version n WHERE n.item_id = i.id) AS top,
      EXISTS (SELECT 1 FROM library.placement p WHERE p.item_id = i.id AND p.valid_to > ${work.now}
        AND p.valid_from <= ${work.now} AND p.visible_from <= ${work.now}) AS is_shown
    FROM library.item i JOIN library.version v ON v.item_id = i.id AND v.valid_to = 'infinity'
    WHERE i.id = ANY (${itemIds}::uuid[])
  `
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

type Room = { versions: ReleaseRows['versions']; placings: readonly Placing[] }

/** The versions that are replaced end; items that were taken down live again. */
async function makeRoom(work: Work, known: readonly Known[], { versions, placings }: Room): Promise<void> {
  await sql`
    UPDATE library.version v SET valid_to = n.at
    FROM unnest(${versions.map((row) => row.item_id)}::uuid[], ${versions.map((row) => row.valid_from)}::timestamptz[]) AS n(id, at)
    WHERE v.item_id = n.id AND v.valid_to = 'infinity'
  `.execute(work.db)
  const unseen = placings.filter(({ item, isNew }) => !isNew && item.first_released_at > work.now)
  if (unseen.length > 0) {
    await sql`
      UPDATE library.item i SET first_released_at = n.at
      FROM unnest(${unseen.map((one) => one.item.id)}::uuid[], ${unseen.map((one) => one.item.first_released_at)}::timestamptz[])
        AS n(id, at) WHERE i.id = n.id
    `.execute(work.db)
  }
  const down = new Set(known.filter((item) => item.state !== 'live').map((item) => item.id))
  if (down.size === 0) return
  const [later, now] = [true, false].map((isLater) =>
    placings
      .filter(({ item, wish }) => down.has(item.id) && wish.visibleFrom > work.now === isLater)
      .map((one) => one.item.id),
  )
  // Why it was down is kept until it shows again: the plan may be called off.
  await sql`
    UPDATE library.item SET state = 'live', withdrawal = CASE WHEN id = ANY (${later}::uuid[]) THEN withdrawal END,
      withdrawn_at = CASE WHEN id = ANY (${later}::uuid[]) THEN withdrawn_at END
    WHERE id = ANY (${[...(later ?? []), ...(now ?? [])]}::uuid[])
  `.execute(work.db)
}

async function writeFiles(work: Work, placings: readonly Placing[]): Promise<void> {
  const rows = placings.flatMap(({ wish, item, at }) => {
    const { files, cover } = wish.content
    const pictures = cover ? [{ blob: cover.blob, name: 'cover', mediaType: cover.mediaType, bytes: 0 }] : []
    // One row a file, however often the item uses it.
    const all = new Map([...pictures, ...(wish.bodyFiles ?? []), ...files].map((file) => [file.blob, file]))
    return [...all.values()].map((file) => ({
      item_id: item.id,
      blob: file.blob,
      name: file.name,
      media_type: file.mediaType,
      bytes: file.bytes,
      valid_from: at,
      valid_to: 'infinity',
    }))
  })
  const changed = placings.filter((one) => !one.isNew)
  if (changed.length > 0) {
    await sql`
      UPDATE library.file f SET valid_to = n.at
      FROM unnest(${changed.map((one) => one.item.id)}::uuid[], ${changed.map((one) => one.at)}::timestamptz[]) AS n(id, at)
      WHERE f.item_id = n.id AND f.valid_to = 'infinity'
    `.execute(work.db)
  }
  if (rows.length === 0) return
  await work.db
    .insertInto('library.file')
    .values(rows)
    .onConflict((conflict) =>
      conflict.columns(['item_id', 'blob']).doUpdateSet({
        // A file that goes on being used is served all along.
        valid_from: (eb) =>
          sql<Date>`CASE WHEN ${eb.ref('library.file.valid_to')} < ${eb.ref('excluded.valid_from')}
            THEN ${eb.ref('excluded.valid_from')} ELSE ${eb.ref('library.file.valid_from')} END`,
        valid_to: 'infinity',
        name: (eb) => eb.ref('excluded.name'),
      }),
    )
    .execute()
}
