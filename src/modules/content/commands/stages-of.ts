import type { View } from '../../../kernel/work.ts'
import { channelById, reviewStagesFor } from '../../sites/index.ts'

/** How many reviews the document's channel demands today. */
export async function stagesOf(view: View, document: { channel_id: string }): Promise<number> {
  const channel = await channelById(view, document.channel_id)
  return channel ? reviewStagesFor(view, channel) : 0
}
