import type { View } from '../kernel/work.ts'
import { seriesOf } from '../modules/library/index.ts'
import { type Answer, answer, type Asked } from './answer.ts'
import type { Memory } from './memory.ts'
import { createReader, type ListCut, type PageReads } from './reader.ts'
import { renderPage, showsRidge, templateFragment } from './render.ts'
import { ridgeFragment } from './site-context.ts'

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
export type Means = { open: () => View; memory?: Memory; cut?: Cut }

/** Says whether it has cut: lists that can wait may be cut behind the answer, and the change log tells of it as of any change. */
export type Cut = (wishes: readonly ListCut[]) => Promise<boolean>

/** The answer to an address, rendered. A list that would leave something out is cut first. */
export async function produce({ open, memory, cut }: Means, asked: Asked): Promise<Produced> {
  const reader = createReader(open(), memory)
  const found = await answer(reader, asked)
  if (reader.cutWishes.length > 0 && (await cut?.(reader.cutWishes))) {
    memory?.drop(reader.cutWishes.map(({ channelIds, size }) => `cuts:${seriesOf(channelIds, size)}`))
    return { ...(await produce({ open, ...(memory ? { memory } : {}) }, asked)), hasCut: true }
  }
  let text = found.kind === 'text' ? found.body : null
  if (found.kind === 'page') {
    const theme = (await reader.themes()).of(found.model.frame.site.look)
    const { kind, frame } = found.model
    reader.noteFragment(templateFragment(theme, kind))
    const ridge = showsRidge(theme, kind) ? ridgeFragment(frame.site) : undefined
    if (ridge) reader.noteFragment(ridge)
    text = renderPage(theme, found.model)
  }
  return { found, text, siteId: reader.siteId ?? '', hasCut: false, reads: () => reader.reads() }
}
