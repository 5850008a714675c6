import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import { Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { channelsById } from '../../sites/index.ts'
import { itemsReleased } from '../events.ts'
import type { Released, ReleaseWish } from '../item.ts'
import { digestOf, nextInstant } from '../rules.ts'
import { placeItems, type Placing } from './place-items.ts'

type Standing = {
  id: string
  no: number
  source_id: string
  first_released_at: Date
  state: string
  version: number
  valid_from: Date
  digest: string
}

/** Release one finished item: visible when the caller's transaction commits. */
export async function release(work: Work, wish: ReleaseWish): Promise<Released> {
  const [released] = await releaseMany(work, [wish])
  if (!released) throw new Error('release returned nothing')
  return released
}

/** Release many at once; a fixed number of statements whatever the count. All wishes come from one module. */
export async function releaseMany(work: Work, wishes: readonly ReleaseWish[]): Promise<Released[]> {
  const first = wishes[0]
  if (!first) return []
  const channels = await channelsById(work, unique(wishes.flatMap(channelsOf)))
  for (const channel of channels.values()) {
    if (channel.kind === 'aggregate' || channel.kind === 'mounted' || channel.kind === 'link') {
      throw new Problem('channel-not-placeable', 422, { channel: channel.name })
    }
  }
  const standing = await lockStanding(
    work,
    first.source.module,
    wishes.map((wish) => wish.source.id),
  )
  const fresh = await insertItems(
    work,
    wishes.filter((wish) => !standing.has(wish.source.id)),
  )

  const versions: VersionRow[] = []
  const placings: Placing[] = []
  const released: Omit<Released, 'paths'>[] = []
  for (const wish of wishes) {
    const old = standing.get(wish.source.id)
    const item = old ?? fresh.get(wish.source.id)
    if (!item) throw new Error('item was not inserted')
    if (old?.state === 'erased') throw wrongState('item-erased')
    const digest = digestOf(wish.content)
    const validFrom = nextInstant(work.now, old?.valid_from ?? null)
    const isSame = old !== undefined && old.digest === digest
    const version = isSame ? old.version : (old?.version ?? 0) + 1
    if (!isSame) versions.push(versionRow(wish, item.id, version, validFrom, digest, work.actor.name))
    placings.push({ item, wish, channels, isNew: old === undefined })
    released.push({ itemId: item.id, no: item.no, version, isNew: old === undefined })
  }
  await writeVersions(work, versions, standing.size > 0)
  await reviveItems(
    work,
    [...standing.values()].filter((item) => item.state !== 'live'),
  )
  const paths = await placeItems(work, placings)
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

const channelsOf = (wish: ReleaseWish) => wish.placements.map((placement) => placement.channelId)
const unique = (texts: string[]) => [...new Set(texts)]

async function lockStanding(work: Work, module: string, sourceIds: string[]): Promise<Map<string, Standing>> {
  const { rows } = await sql<Standing>`
    SELECT i.id, i.no, i.source_id, i.first_released_at, i.state, v.version, v.valid_from, v.digest
    FROM library.item i JOIN library.version v ON v.item_id = i.id AND v.valid_to = 'infinity'
    WHERE i.source_module = ${module} AND i.source_id = ANY (${sourceIds}::uuid[])
    ORDER BY i.id FOR UPDATE OF i
  `.execute(work.db)
  return new Map(rows.map((row) => [row.source_id, row]))
}

type Item = { id: string; no: number; source_id: string; first_released_at: Date }

async function insertItems(work: Work, wishes: ReleaseWish[]): Promise<Map<string, Item>> {
  if (wishes.length === 0) return new Map()
  const rows = await work.db
    .insertInto('library.item')
    .values(
      wishes.map((wish) => ({
        id: newId(),
        kind: wish.kind,
        site_id: wish.siteId,
        organisation_id: wish.organisationId,
        source_module: wish.source.module,
        source_id: wish.source.id,
        external_id: wish.externalId ?? null,
        first_released_at: wish.firstReleasedAt ?? wish.visibleFrom,
      })),
    )
    .returning(['id', 'no', 'source_id', 'first_released_at'])
    .execute()
  return new Map(rows.map((row) => [row.source_id, row]))
}

type VersionRow = ReturnType<typeof versionRow>

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
    cover: content.cover && JSON.stringify(content.cover),
    files: JSON.stringify(content.files),
    origin: content.origin && JSON.stringify(content.origin),
    metadata: JSON.stringify(content.metadata),
    digest,
    released_by: by,
  }
}

async function writeVersions(work: Work, rows: VersionRow[], hasOld: boolean): Promise<void> {
  if (rows.length === 0) return
  if (hasOld) {
    await sql`
      UPDATE library.version v SET valid_to = n.at
      FROM unnest(${rows.map((row) => row.item_id)}::uuid[], ${rows.map((row) => row.valid_from)}::timestamptz[]) AS n(id, at)
      WHERE v.item_id = n.id AND v.valid_to = 'infinity'
    `.execute(work.db)
  }
  await work.db.insertInto('library.version').values(rows).execute()
}

async function reviveItems(work: Work, items: Standing[]): Promise<void> {
  if (items.length === 0) return
  await work.db
    .updateTable('library.item')
    .set({ state: 'live', withdrawal: null, withdrawn_at: null })
    .where(sql<boolean>`id = ANY (${items.map((item) => item.id)}::uuid[])`)
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
