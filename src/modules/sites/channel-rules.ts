import type { Fault } from '../../kernel/problem.ts'
import { type ChannelCodes, faultsOfCodes } from './blueprint-rules.ts'
import { faultAt, isReservedCode, mayHaveChildren, MOST_LEVELS } from './rules.ts'
import type { StoredChannel } from './tables.ts'

/** A channel as it will stand, in the form of a request. */
export type ChannelWish = {
  code: string
  kind: StoredChannel['kind']
  mountedChannelId: string | null
  linkUrl: string | null
  columnTypes?: readonly string[]
  indicatorClass?: string
  itemKind?: string
  template?: string | null
}

type Parent = Pick<StoredChannel, 'kind' | 'tree_path'> | null

/** All that is wrong with a channel at that place, but for what other rows say. */
export function faultsOfChannel(wish: ChannelWish, codes: ChannelCodes, parent: Parent): Fault[] {
  const faults = faultsOfCodes(wish, codes, '/body')
  if (isReservedCode(wish.code, parent === null)) faults.push(faultAt('/body/code', 'fault.channel.code-reserved'))
  if (parent) faults.push(...faultsOfParent(parent, 1))
  const isMounted = wish.kind === 'mounted'
  if (isMounted !== (wish.mountedChannelId !== null)) {
    const code = isMounted ? 'fault.channel.mount-needed' : 'fault.channel.mount-refused'
    faults.push(faultAt('/body/mountedChannelId', code))
  }
  const isLink = wish.kind === 'link'
  if (isLink !== (wish.linkUrl !== null)) {
    faults.push(faultAt('/body/linkUrl', isLink ? 'fault.channel.link-needed' : 'fault.channel.link-refused'))
  }
  return faults
}

export const levelsOf = (treePath: string): number => treePath.split('/').length - 2

/** May a subtree of that many levels stand below this channel? */
export function faultsOfParent(parent: NonNullable<Parent>, levels: number): Fault[] {
  const faults: Fault[] = []
  if (!mayHaveChildren(parent.kind)) faults.push(faultAt('/body/parentId', 'fault.channel.parent-kind'))
  if (levelsOf(parent.tree_path) + levels > MOST_LEVELS) {
    faults.push(faultAt('/body/parentId', 'fault.channel.too-deep', { max: MOST_LEVELS }))
  }
  return faults
}
