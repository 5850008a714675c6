import { z } from 'zod'
import { event } from '../../kernel/events.ts'

export const siteRegistered = event('sites.site.registered.v1', z.object({ siteId: z.uuid() }))

/** `fields` names what changed: name, state, domains, owner … */
export const siteChanged = event('sites.site.changed.v1', z.object({ siteId: z.uuid(), fields: z.array(z.string()) }))

/** The site and everything below it has a new place in the tree; rights hang on these paths. */
export const siteMoved = event(
  'sites.site.moved.v1',
  z.object({ siteId: z.uuid(), oldPath: z.string(), newPath: z.string() }),
)

const OfChannel = z.object({ siteId: z.uuid(), channelId: z.uuid() })

export const channelCreated = event('sites.channel.created.v1', OfChannel)

export const channelChanged = event('sites.channel.changed.v1', OfChannel.extend({ fields: z.array(z.string()) }))

/** Addresses changed: of the channel and of every channel below it, all in `moved`. */
export const channelMoved = event(
  'sites.channel.moved.v1',
  OfChannel.extend({
    oldPath: z.string(),
    newPath: z.string(),
    moved: z.array(z.object({ channelId: z.uuid(), oldPath: z.string(), newPath: z.string() })),
  }),
)

/** Nothing new may be published here; its documents go to `moveDocumentsTo`, or stay on record where they are. */
export const channelArchived = event(
  'sites.channel.archived.v1',
  OfChannel.extend({ path: z.string(), moveDocumentsTo: z.uuid().nullable() }),
)

export const settingChanged = event(
  'sites.setting.changed.v1',
  z.object({ siteId: z.uuid(), keys: z.array(z.string()) }),
)

/** A template of all sites (theme base) or of one look is another from now on. */
export const templateChanged = event(
  'sites.template.changed.v1',
  z.object({ theme: z.enum(['base', 'government', 'department', 'village']), name: z.string() }),
)
