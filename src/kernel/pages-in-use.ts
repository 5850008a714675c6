import { setImmediate } from 'node:timers/promises'
import type { Marked, PageStore, StoreFigures } from './page-store.ts'
import type { Touch } from './reads.ts'

/** What the portal of this process has done since it started. */
export type ServingFigures = { hits: number; made: number; marked: number }

type Asking = Pick<PageStore, 'readers' | 'fragmentsOf' | 'countOf' | 'figures'>

/** A shared setting or template has every page of the platform as a reader: others are served between two such slices. */
const SLICE = 500

/** The kept pages of this machine, for modules that ask who shows a thing; whoever renders them stands above all modules. */
export type PagesInUse = {
  /** Every page that reads a key or stands on a point, seen one by one; false where no portal keeps pages on this machine. */
  eachReader(touch: Pick<Touch, 'keys' | 'points'>, see: (page: Marked) => void): Promise<boolean>
  fragmentsOf(keys: Iterable<string>): string[]
  /** Null where no portal keeps pages on this machine. */
  countOf(key: string): number | null
  figures(): StoreFigures | null
  /** Null in a process that serves no pages. */
  serving(): ServingFigures | null
}

export const noPages: PagesInUse = {
  eachReader: async () => false,
  fragmentsOf: () => [],
  countOf: () => null,
  figures: () => null,
  serving: () => null,
}

/** One folder is opened once in a process, however many use it. */
export type SharedPages = PagesInUse & {
  /** For a portal; `close` gives back what was taken. */
  open(): PageStore
  /** A portal of this process tells what it has done; called again, the returned function ends that. */
  serve(figures: () => ServingFigures): () => void
  close(): Promise<void>
}

type Openers = {
  open: () => PageStore
  /** For asking only: null where there is nothing, and nothing is made or thrown away. */
  openIfThere: () => PageStore | null
}

export function sharePages({ open, openIfThere }: Openers): SharedPages {
  let held: PageStore | null = null
  let portals = 0
  const serving = new Set<() => ServingFigures>()
  const asking = (): Asking | null => (held ??= openIfThere())

  async function close(): Promise<void> {
    const store = held
    held = null
    await store?.close()
  }

  return {
    async eachReader(touch, see) {
      const store = asking()
      if (!store) return false
      let seen = 0
      for (const page of store.readers(touch)) {
        see(page)
        if (++seen % SLICE === 0) await setImmediate()
      }
      return true
    },
    fragmentsOf: (keys) => asking()?.fragmentsOf(keys) ?? [],
    countOf: (key) => asking()?.countOf(key) ?? null,
    figures: () => asking()?.figures() ?? null,
    serving() {
      if (serving.size === 0) return null
      const all = [...serving].map((figures) => figures())
      const sum = (name: keyof ServingFigures) => all.reduce((total, one) => total + one[name], 0)
      return { hits: sum('hits'), made: sum('made'), marked: sum('marked') }
    },
    serve(figures) {
      serving.add(figures)
      return () => void serving.delete(figures)
    },
    open() {
      held ??= open()
      portals++
      let isMine = true
      return {
        ...held,
        async close() {
          if (!isMine) return
          isMine = false
          portals--
          if (portals === 0) await close()
        },
      }
    },
    close,
  }
}
