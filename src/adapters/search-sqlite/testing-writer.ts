import { aDoc, aPosition } from '../../modules/search/testing/sample-docs.ts'
import { openSearchIndex } from './index.ts'

/**
 * Body of the process that the crash test kills: writes step by step and says each step when it is on disk. In step n the sources
 * of n are put in anew, one of an earlier step goes, one is hidden, and n is the clock of the position.
 */
export const SOURCES = 50
export const SIZE = 12

export const sourcesOf = (step: number): string[] =>
  Array.from({ length: SIZE }, (_, n) => `s${(step * 7 + n) % SOURCES}`)
export const hiddenIn = (step: number): string => `s${(step * 13) % SOURCES}`

if (process.argv[2] === 'write') {
  const [, , , folder = '', first = '0'] = process.argv
  const index = await openSearchIndex(folder)
  for (let step = Number(first); ; step++) {
    const docs = sourcesOf(step).map((source) =>
      aDoc(source, { title: `第${step}轮防汛简报`, text: `水位第${step}轮` }),
    )
    await index.apply({ docs, gone: [] })
    process.stdout.write(`a${step}\n`)
    await index.note({ hidden: [hiddenIn(step)], pending: [hiddenIn(step)], position: aPosition(step) })
    process.stdout.write(`n${step}\n`)
  }
}
