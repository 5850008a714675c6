import type { View } from '../../../kernel/work.ts'
import { channelStanding } from '../../sites/index.ts'

/** How many reviews the document's channel demands today. */
export async function stagesOf(view: View, document: { channel_id: string }): Promise<number> {
  return (await channelStanding(view, document.channel_id))?.reviewStages ?? 0
}
