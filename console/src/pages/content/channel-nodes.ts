import type { z } from 'zod'
import type { Channel as Shape } from '../../../../src/modules/sites/contract.ts'

export type Channel = z.output<typeof Shape>

export interface ChannelNode {
  value: string
  title: string
  disabled: boolean
  children: ChannelNode[]
}

/** A flat list, parents before children, as a tree; `canTake` says which ones may be chosen. */
export function channelNodes(channels: readonly Channel[], canTake: (channel: Channel) => boolean): ChannelNode[] {
  const roots: ChannelNode[] = []
  const known = new Map<string, ChannelNode>()
  for (const channel of channels) {
    const node: ChannelNode = { value: channel.id, title: channel.name, disabled: !canTake(channel), children: [] }
    known.set(channel.id, node)
    const parent = channel.parentId === null ? undefined : known.get(channel.parentId)
    if (parent) parent.children.push(node)
    else roots.push(node)
  }
  return roots
}
