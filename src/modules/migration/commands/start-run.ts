import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, notFound, Problem } from '../../../kernel/problem.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { channelById, type ChannelCard, getSiteCard, placeOf, type SiteCard, takesItems } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import type { Mapping } from '../contract.ts'
import { canImport } from '../policies.ts'
import { getRun } from '../queries/get-run.ts'

export type NewRun = {
  channelId: string
  fileName: string
  /** SHA-256 of the stored file; null when the caller reads it from where it lies and runs at once. */
  blob: string | null
  bytes: number
  mapping: Mapping
  source: string
  isDryRun: boolean
}

/** Queue a run; a worker takes it up when this commits. */
export async function startRun(work: Work, { body }: Input<typeof contract.startRun>, bytes = 0) {
  const id = await openRun(work, { ...body, bytes })
  work.enqueue({ name: 'migration.run', payload: { runId: id }, key: `migration.run ${id}` })
  return getRun(work, { params: { id } })
}

/** Put a run on record. */
export async function openRun(work: Work, run: NewRun): Promise<string> {
  const { channel, site } = await channelForImport(work, run.channelId)
  const id = newId()
  await work.db
    .insertInto('migration.run')
    .values({
      id,
      site_id: site.id,
      channel_id: channel.id,
      source: run.source,
      file_name: run.fileName,
      file_digest: run.blob ?? '',
      blob: run.blob,
      mapping: JSON.stringify(run.mapping),
      is_dry_run: run.isDryRun,
      state: run.blob === null ? 'running' : 'waiting',
      bytes_total: run.bytes,
      started_by: work.actor.id,
      started_by_name: work.actor.name,
      created_at: work.now,
      started_at: run.blob === null ? work.now : null,
    })
    .execute()
  work.record({
    action: 'import.start',
    target: { kind: 'import', id, label: run.fileName },
    organisationId: site.ownerId,
    siteId: site.id,
    after: { channelId: channel.id, source: run.source, isDryRun: run.isDryRun },
  })
  return id
}

/** The channel and its site, if documents may be imported there by this person. */
type Place = { channel: ChannelCard; site: SiteCard }

export async function channelForImport(view: View, channelId: string): Promise<Place> {
  const channel = await channelById(view, channelId)
  if (!channel) throw notFound('channel')
  const site = await getSiteCard(view, channel.siteId)
  if (!canImport(view.actor, placeOf(site))) throw forbidden({ permission: 'import.run' })
  if (!takesItems(channel)) {
    throw new Problem('import-channel', 422, { channel: channel.name })
  }
  return { channel, site }
}
