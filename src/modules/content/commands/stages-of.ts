import type { View } from '../../../kernel/work.ts'
import { channelById, reviewStagesFor } from '../../sites/index.ts'
import type { LoadedDocument } from './load-document.ts'

/** How many reviews the document's channel demands today. */
export async function stagesOf(view: View, document: LoadedDocument): Promise<number> {
  const channel = await channelById(view, document.channel_id)
  return channel ? reviewStagesFor(view, channel, { path: document.place['site'] ?? '' }) : 0
}
