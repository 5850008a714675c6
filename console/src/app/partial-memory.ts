import { z } from 'zod'
import { keep, kept } from './kept.ts'
import type { Memory } from '../api/send-in-pieces.ts'

const NAME = 'yw-partial-uploads'
/** As long as the server keeps them, and no more than it keeps. */
const LIFE_MS = 24 * 3_600_000
const MOST = 20

const Begun = z.array(z.object({ mark: z.string(), address: z.string().startsWith('/partial-'), at: z.number() }))

/** Addresses of unfinished uploads on this device. What the server still has of them, it says itself. */
export const partialMemory: Memory = {
  find: (mark) => read().find((one) => one.mark === mark)?.address,
  keep: (mark, address) => write([{ mark, address, at: Date.now() }, ...others(mark)]),
  forget: (mark) => write(others(mark)),
}

/** The same file again, as far as a browser tells: a reload gives no path. */
export const markOf = (goal: string, { name, size, lastModified }: File): string =>
  [goal, name, size, lastModified].join('/')

const others = (mark: string) => read().filter((one) => one.mark !== mark)

function read(): z.output<typeof Begun> {
  const found = Begun.safeParse(asJson(kept(NAME)))
  return found.success ? found.data.filter(({ at }) => at > Date.now() - LIFE_MS) : []
}

function write(all: z.output<typeof Begun>): void {
  keep(NAME, JSON.stringify(all.slice(0, MOST)))
}

function asJson(text: string | null): unknown {
  try {
    return JSON.parse(text ?? '[]')
  } catch {
    return undefined
  }
}
