import type { Input } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { findItem } from '../../library/index.ts'
import { getSiteCard } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { answerNew, startDocument } from './draft-document.ts'

/** A released item of any site as a draft of one's own: text and files are taken over, the origin stays with it. */
export async function reprintItem(work: Work, { body }: Input<typeof contract.reprintItem>) {
  const item = await findItem(work, body.itemId)
  const place = item?.placements[0]
  if (!item || !place || item.state !== 'live') throw notFound('item')
  const site = await getSiteCard(work, place.siteId)
  const started = await startDocument(work, {
    channelId: body.channelId,
    act: 'reprint',
    written: {
      title: item.title,
      subtitle: item.subtitle,
      summary: item.summary,
      body: item.body,
      source: item.source || site.name,
      author: item.author,
      keywords: item.keywords,
      metadata: item.metadata,
      cover: item.cover,
      files: item.files,
      origin: item.origin ?? {
        name: site.name,
        url: `//${site.host ?? ''}${site.basePath}${place.path}`,
        itemId: item.id,
      },
    },
  })
  return answerNew(work, started)
}
