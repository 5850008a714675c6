import type { View } from '../../../kernel/work.ts'
import { itemIdsOf, type ItemsOf } from '../../library/index.ts'

const WALK = /^walk:(?<of>\w+):(?<id>[^|]+)\|(?<after>.*)$/

export type Page = { sources: string[]; next: string | null }

/** One page of a walk over many items, and the walk over the rest. */
export async function walkOn(view: View, walk: string, limit: number): Promise<Page> {
  const { of = '', id = '', after = '' } = WALK.exec(walk)?.groups ?? {}
  const { ids, next } = await itemIdsOf(view, itemsOf(of, id), { after: after === '' ? null : after, limit })
  return { sources: ids.map((item) => `item:${item}`), next: next === null ? null : `walk:${of}:${id}|${next}` }
}

function itemsOf(of: string, id: string): ItemsOf {
  if (of === 'site') return { site: id }
  if (of === 'organisation') return { organisation: id }
  const [channel = '', low, high, first, last] = id.split('~')
  if (!low || !high) return { channel }
  return { channel, low: Number(low), high: Number(high), ...(first && last && { ids: [first, last] as const }) }
}
