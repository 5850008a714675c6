import type { View } from '../kernel/work.ts'
import { type CutWish, seriesOf } from '../modules/library/index.ts'
import { type Answer, answer, type Asked } from './answer.ts'
import type { Memory } from './memory.ts'
import { createReader, type PageReads } from './reader.ts'
import { renderPage, templateFragment } from './render.ts'

export type Produced = {
  found: Answer
  /** The text to send; null where there is none. */
  text: string | null
  siteId: string
  /** A list was cut for it, so that the change log has moved on. */
  hasCut: boolean
  reads: () => Promise<PageReads>
}

/** How an answer comes about: a view of now, what the process remembers, and who may cut a list that has outgrown its pages. */
export type Means = { open: () => View; memory?: Memory; cut?: (wishes: readonly CutWish[]) => Promise<void> }

/** The answer to an address, rendered. A list that has outgrown its pages is cut first, so that nobody sees it uncut. */
export async function produce({ open, memory, cut }: Means, asked: Asked): Promise<Produced> {
  const reader = createReader(open(), memory)
  const found = await answer(reader, asked)
  if (reader.cutWishes.length > 0 && cut) {
    await cut(reader.cutWishes)
    memory?.drop(reader.cutWishes.map(({ channelIds, size }) => `cuts:${seriesOf(channelIds, size)}`))
    return { ...(await produce({ open, ...(memory ? { memory } : {}) }, asked)), hasCut: true }
  }
  let text = found.kind === 'text' ? found.body : null
  if (found.kind === 'page') {
    const theme = (await reader.themes()).of(found.model.frame.site.look)
    reader.noteFragment(templateFragment(theme, found.model.kind))
    text = renderPage(theme, found.model)
  }
  return { found, text, siteId: reader.siteId ?? '', hasCut: false, reads: () => reader.reads() }
}
