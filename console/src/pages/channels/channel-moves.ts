import type { z } from 'zod'
import type { Channel } from '../../../../src/modules/sites/contract.ts'

export type ChannelEntry = z.output<typeof Channel>
export type Aim = 'before' | 'after' | 'in'
export interface Move {
  parentId: string | null
  position: number
}

type Node = Pick<ChannelEntry, 'id' | 'parentId' | 'kind' | 'depth'>

/** Which kinds may have channels below them: the same rule as on the server, to spare a refusal. */
export const mayHold = (kind: ChannelEntry['kind']): boolean =>
  kind === 'list' || kind === 'aggregate' || kind === 'topic'

const siblingsOf = <N extends Node>(nodes: readonly N[], parentId: string | null): N[] =>
  nodes.filter((one) => one.parentId === parentId)

/** Whether a node is another or stands below it. */
export function isWithin(nodes: readonly Node[], id: string | null, above: string): boolean {
  for (let at = id, steps = 0; at !== null && steps < 20; steps += 1) {
    if (at === above) return true
    at = nodes.find((one) => one.id === at)?.parentId ?? null
  }
  return false
}

/** Where a dropped channel goes: beside the target or into it. Undefined where it cannot. `position` counts without the moved one. */
export function dropOf(nodes: readonly Node[], movedId: string, targetId: string, aim: Aim): Move | undefined {
  const target = nodes.find((one) => one.id === targetId)
  if (target === undefined || isWithin(nodes, targetId, movedId)) return undefined
  if (aim === 'in') {
    return mayHold(target.kind)
      ? { parentId: target.id, position: siblingsOf(nodes, target.id).filter((one) => one.id !== movedId).length }
      : undefined
  }
  const siblings = siblingsOf(nodes, target.parentId).filter((one) => one.id !== movedId)
  const at = siblings.findIndex((one) => one.id === targetId)
  return { parentId: target.parentId, position: aim === 'before' ? at : at + 1 }
}

export type Step = 'up' | 'down' | 'in' | 'out'

/** Where a key press moves a channel: among its siblings, into the one before it, or out behind its parent. */
export function stepOf(nodes: readonly Node[], movedId: string, step: Step): Move | undefined {
  const node = nodes.find((one) => one.id === movedId)
  if (node === undefined) return undefined
  const siblings = siblingsOf(nodes, node.parentId)
  const at = siblings.findIndex((one) => one.id === movedId)
  if (step === 'up') return at > 0 ? { parentId: node.parentId, position: at - 1 } : undefined
  if (step === 'down') return at < siblings.length - 1 ? { parentId: node.parentId, position: at + 1 } : undefined
  if (step === 'in') {
    const before = siblings[at - 1]
    return before && mayHold(before.kind)
      ? { parentId: before.id, position: siblingsOf(nodes, before.id).length }
      : undefined
  }
  const parent = nodes.find((one) => one.id === node.parentId)
  if (parent === undefined) return undefined
  const place = siblingsOf(nodes, parent.parentId).findIndex((one) => one.id === parent.id)
  return { parentId: parent.parentId, position: place + 1 }
}
