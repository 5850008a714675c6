import type { FragmentUse } from '../kernel/page-store.ts'
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

type Notes = { note: (...keys: string[]) => void; noteFragment: (use: FragmentUse) => void }

function mountOf({ mounted, byId }: TreeData, channelId: string): ChannelCard | undefined {
  for (const [mountId, { holding }] of mounted) {
    if (holding.some((one) => one.id === channelId)) return byId.get(mountId)
  }
  return undefined
}

/** Whether a mounted channel shows another: nothing else of what it gathers matters to the page of one item. */
export function showsFragment(data: TreeData, mountId: string, channelId: string): FragmentUse {
  const found = data.mounted.get(mountId)
  return {
    name: `shows ${data.siteId} ${mountId} ${channelId}`,
    keys: [`mounts:${data.siteId}`, `channels:${data.siteId}`, ...(found ? [`channels:${found.target.siteId}`] : [])],
    digest: String(found?.holding.some((one) => one.id === channelId) ?? false),
  }
}

/** Through which address a site shows a channel of another: the same for most changes of its mounts. */
export function mountFragment(data: TreeData, channelId: string): FragmentUse {
  const found = mountOf(data, channelId)
  const shown = [...data.mounted.values()].map(({ target }) => `channels:${target.siteId}`)
  return {
    name: `mount ${data.siteId} ${channelId}`,
    keys: [`mounts:${data.siteId}`, `channels:${data.siteId}`, ...new Set(shown)],
    digest: `${found?.id ?? ''} ${found?.path ?? ''}`,
  }
}

const numberOf = (channel: ChannelCard): string => channel.treePath.split('/').filter(Boolean).at(-1) ?? ''

/**
 * A site's channels as a page sees them. Each question notes what its answer depends on and nothing more: a page that links to
 * a channel does not change when that channel's description does.
 */
export function channelTree(data: TreeData, { note, noteFragment: fragment }: Notes) {
  const { siteId, channels, byId, byPath, byCode, byParent, mounted } = data
  const carded = (channel: ChannelCard | undefined) => {
    if (channel) note(`channel-card:${channel.id}`)
    return channel
  }

  /** The channels whose items a channel lists: its own, those below an aggregate, those behind a mount. */
  function sourcesOf(channel: ChannelCard): string[] {
    note(`channel-shape:${channel.id}`)
    if (channel.kind === 'mounted') {
      const shown = mounted.get(channel.id)
      if (channel.mountedChannelId) note(`channel-shape:${channel.mountedChannelId}`)
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
    /** Does a mounted channel show this channel of another site? */
    shows(mount: ChannelCard, channelId: string): boolean {
      const found = showsFragment(data, mount.id, channelId)
      fragment(found)
      return found.digest === 'true'
    },
    /** The mounted channel through which this site shows a channel of another. */
    mountFor(channelId: string): ChannelCard | undefined {
      const found = mountOf(data, channelId)
      fragment(mountFragment(data, channelId))
      return found
    },
    all: channels,
  }
}

export type ChannelTree = ReturnType<typeof channelTree>
