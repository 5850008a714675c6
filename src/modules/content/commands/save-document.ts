import { sql } from 'kysely'
import type { Input } from '../../../kernel/contract.ts'
import { newId } from '../../../kernel/ids.ts'
import { forbidden, notFound, Problem, wrongState } from '../../../kernel/problem.ts'
import type { View, Work } from '../../../kernel/work.ts'
import { channelById, getSiteCard, placeOf, takesItems } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { canWrite } from '../policies.ts'
import { getDocument } from '../queries/get-document.ts'
import { save } from '../rules.ts'
import { changeDocument } from './change-document.ts'
import { editionOf, type LoadedDocument, lockDocumentRow } from './load-document.ts'
import { editionColumns } from './written.ts'

/** Save what has been written so far. A stale write is refused with 409; the writer's text stays with the writer. */
export async function saveDocument(work: Work, { params, body }: Input<typeof contract.saveDocument>) {
  const document = await lockDocumentRow(work, params.id, body.expectedVersion)
  if (!canWrite(work.actor, document)) throw forbidden()
  ensureNotLockedByOther(work, document)
  const before = await editionOf(work, document.id, document.edition_number)
  const { opensEdition, ...change } = save(document, before)
  const columns = editionColumns(body, before)
  const home = await newHome(work, document, body.channelId)

  if (opensEdition) await openEdition(work, document, columns, document.state === 'returned' ? before.writers : [])
  else await writeEdition(work, document, columns)
  await changeDocument(work, document, {
    act: 'save',
    change: {
      ...change,
      ...home,
      title: columns.title,
      visible_from: columns.visible_from,
      visible_until: columns.visible_until,
    },
  })
  return getDocument(work, { params })
}

type Columns = ReturnType<typeof editionColumns>

/** `writers` of the edition it goes on from: whoever wrote on a returned text still may not review it. */
async function openEdition(work: Work, document: LoadedDocument, columns: Columns, writers: string[]): Promise<void> {
  await work.db
    .insertInto('content.edition')
    .values({
      id: newId(),
      document_id: document.id,
      number: document.edition_number + 1,
      ...columns,
      created_by: work.actor.id,
      created_by_name: work.actor.name,
      created_at: work.now,
      writers: [...new Set([...writers, ...(work.actor.id ? [work.actor.id] : [])])],
    })
    .execute()
}

async function writeEdition(work: Work, document: LoadedDocument, columns: Columns): Promise<void> {
  const writer = work.actor.id
  await work.db
    .updateTable('content.edition')
    .set({
      ...columns,
      ...(writer
        ? {
            writers: sql<
              string[]
            >`CASE WHEN ${writer}::uuid = ANY (writers) THEN writers ELSE writers || ${writer}::uuid END`,
          }
        : {}),
    })
    .where('document_id', '=', document.id)
    .where('number', '=', document.edition_number)
    .execute()
}

async function newHome(work: Work, document: LoadedDocument, channelId: string | undefined) {
  if (channelId === undefined || channelId === document.channel_id) return {}
  const channel = await channelById(work, channelId)
  if (!channel) throw notFound('channel')
  if (!takesItems(channel)) throw new Problem('channel-closed', 422)
  if (channel.itemKind !== document.kind) {
    throw wrongState('kind-mismatch', { channel: channel.name, kind: channel.itemKind })
  }
  if (!canWrite(work.actor, { place: placeOf(await getSiteCard(work, channel.siteId)) })) throw forbidden()
  return { channel_id: channel.id, site_id: channel.siteId }
}

export function ensureNotLockedByOther(view: Pick<View, 'actor' | 'now'>, document: LoadedDocument): void {
  const isLocked = document.locked_until !== null && document.locked_until > view.now
  if (isLocked && document.locked_by !== view.actor.id) {
    throw wrongState('document-locked', { byName: document.locked_by_name, until: document.locked_until })
  }
}
