import type { PageStore, StoreFigures } from './page-store.ts'
import type { Touch } from './reads.ts'

/** What the portal of this process has done since it started. */
export type ServingFigures = { hits: number; made: number; marked: number }

type Asking = Pick<PageStore, 'readersOf' | 'fragmentsOf' | 'figures'>

/** The kept pages of this machine, for modules that ask who shows a thing; whoever renders them stands above all modules. */
export type PagesInUse = {
  /** Null where no portal keeps pages on this machine. */
  readersOf(touch: Pick<Touch, 'keys' | 'points'>, limit: number): ReturnType<PageStore['readersOf']> | null
  fragmentsOf(keys: Iterable<string>): string[]
  figures(): StoreFigures | null
  /** Null in a process that serves no pages. */
  serving(): ServingFigures | null
}

export const noPages: PagesInUse = {
  readersOf: () => null,
  fragmentsOf: () => [],
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
    readersOf: (touch, limit) => asking()?.readersOf(touch, limit) ?? null,
    fragmentsOf: (keys) => asking()?.fragmentsOf(keys) ?? [],
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
