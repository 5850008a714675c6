import type { View } from '../kernel/work.ts'
import type { CutWish } from '../modules/library/index.ts'
import { type Answer, answer, type Asked } from './answer.ts'
import type { Memory } from './memory.ts'
import { createReader, type PageReads } from './reader.ts'

/** `hasCut`: a list was cut for it, so that the change log has moved on. */
export type Produced = { found: Answer; siteId: string; hasCut: boolean; reads(): Promise<PageReads> }

/** How an answer comes about: a view of now, what the process remembers, and who may cut a list that has outgrown its pages. */
export type Means = { open(): View; memory?: Memory; cut?(wishes: readonly CutWish[]): Promise<void> }

/** The answer to an address. A list that has outgrown its pages is cut first, so that nobody sees it uncut. */
export async function produce({ open, memory, cut }: Means, asked: Asked): Promise<Produced> {
  const reader = createReader(open(), memory)
  const found = await answer(reader, asked)
  if (reader.cutWishes.length > 0 && cut) {
    await cut(reader.cutWishes)
    return { ...(await produce({ open, ...(memory ? { memory } : {}) }, asked)), hasCut: true }
  }
  return { found, siteId: reader.siteId ?? '', hasCut: false, reads: () => reader.reads() }
}
