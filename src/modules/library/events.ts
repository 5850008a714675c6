import { z } from 'zod'
import { event } from '../../kernel/events.ts'

export const itemsReleased = event(
  'library.items.released.v1',
  z.object({ itemIds: z.array(z.string()), siteIds: z.array(z.string()), channelIds: z.array(z.string()) }),
)
export const itemWithdrawn = event('library.item.withdrawn.v1', z.object({ itemId: z.string(), reason: z.string() }))
