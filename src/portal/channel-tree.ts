import type { ChannelCard } from '../modules/sites/index.ts'

/** Channels of a site as they lie in memory, and what its mounted channels show. */
export type TreeData = {
  siteId: string
  channels: readonly ChannelCard[]
  byId: ReadonlyMap<string, ChannelCard>
  byPath: ReadonlyMap<string, ChannelCard>
  byCode: ReadonlyMap<string, ChannelCard>
  byParent: ReadonlyMap<string | null, readonly ChannelCard[]>
  /** What a mounted channel shows: the channel itself and, where it gathers, those below it. */
  mounted: ReadonlyMap<string, { target: ChannelCard; holding: readonly ChannelCard[] }>
}

export function treeData(siteId: string, channels: readonly ChannelCard[], mounted: TreeData['mounted']): TreeData {
  return {
    siteId,
    channels,
    byId: new Map(channels.map((channel) => [channel.id, channel])),
    byPath: new Map(channels.map((channel) => [channel.path, channel])),
    byCode: new Map(channels.map((channel) => [channel.code, channel])),
    byParent: Map.groupBy(channels, (channel) => channel.parentId),
    mounted,
  }
}

export const holdsItems = (channel: Pick<ChannelCard, 'kind'>): boolean =>
  ['list', 'page', 'topic'].includes(channel.kind)

const numberOf = (channel: ChannelCard): string => channel.treePath.split('/').filter(Boolean).at(-1) ?? ''

/**
 * A site's channels as a page sees them. Each question notes what its answer depends on and nothing more: a page that links to
 * a channel does not change when that channel's description does.
 */
export function channelTree(data: TreeData, note: (...keys: string[]) => void) {
  const { siteId, channels, byId, byPath, byCode, byParent, mounted } = data
  const carded = (channel: ChannelCard | undefined) => {
    if (channel) note(`channel-card:${channel.id}`)
    return channel
  }

  /** The channels whose items a channel lists: its own, those below an aggregate, those behind a mount. */
  function sourcesOf(channel: ChannelCard): string[] {
    if (channel.kind === 'mounted') {
      note(`channel-card:${channel.id}`)
      const shown = mounted.get(channel.id)
      if (channel.mountedChannelId) note(`channel-card:${channel.mountedChannelId}`)
      if (shown?.target.kind === 'aggregate') note(`below:${numberOf(shown.target)}`)
      return (shown?.holding ?? []).map((one) => one.id)
    }
    if (channel.kind !== 'aggregate') return [channel.id]
    note(`below:${numberOf(channel)}`)
    return channels
      .filter((one) => one.treePath.startsWith(channel.treePath) && one.id !== channel.id && one.kind !== 'aggregate')
      .flatMap(sourcesOf)
  }

  return {
    /** A page of its own: everything of the channel counts. */
    whole(channel: ChannelCard): ChannelCard {
      note(`channel:${channel.id}`)
      return channel
    },
    byId: (id: string) => carded(byId.get(id)),
    byPath(path: string): ChannelCard | undefined {
      const found = byPath.get(path)
      if (found) return carded(found)
      note(`channel-path:${siteId}:${path}`)
      return undefined
    },
    byCode(code: string): ChannelCard | undefined {
      const found = byCode.get(code)
      if (found) return carded(found)
      note(`channel-code:${siteId}:${code}`)
      return undefined
    },
    parentOf: (channel: ChannelCard) => (channel.parentId === null ? undefined : carded(byId.get(channel.parentId))),
    /** Those right below; null: the top of the site. */
    childrenOf(parentId: string | null): readonly ChannelCard[] {
      const below = byParent.get(parentId) ?? []
      note(`channel-children:${parentId ?? siteId}`, ...below.map((one) => `channel-card:${one.id}`))
      return below
    },
    /** What stands in the navigation. */
    nav(): ChannelCard[] {
      note(`nav:${siteId}`)
      return (byParent.get(null) ?? []).filter((channel) => channel.inNav)
    },
    sourcesOf,
    /** The mounted channel through which this site shows a channel of another. */
    mountFor(channelId: string): ChannelCard | undefined {
      note(`mounts:${siteId}`)
      for (const [mountId, { holding }] of mounted) {
        if (holding.some((one) => one.id === channelId)) return carded(byId.get(mountId))
      }
      return undefined
    },
    all: channels,
  }
}

export type ChannelTree = ReturnType<typeof channelTree>
