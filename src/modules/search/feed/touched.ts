import type { Change, Point } from '../../../kernel/changes.ts'

/**
 * What has to be read again. Plain sources are replaced in the index whole: `item:<id>`, `organisation:<id>`,
 * `people:<organisation>` (its persons), `site:<id>`, `channels:<site>` (those of a site). A walk is worked off in pages and leaves the
 * rest of itself behind: `walk:site:<id>|<where>`. `text:<blob>` is a file whose text is missing, `later:<ms>|<source>` what
 * is to be read at an instant.
 */
export type Touched = {
  sources: ReadonlySet<string>
  /** Not to be found from now on, whatever reading again brings. */
  hidden: ReadonlySet<string>
  /** Sites that were taken down: everything on them is hidden at once. */
  sitesDown: ReadonlySet<string>
  /** Something that stands in every document is another. */
  wantsRebuild: boolean
  wantsRules: boolean
  /** Nothing of what many documents share has changed. */
  isTextOnly: boolean
}

/** Waits with the sources, so that a process that is killed does not forget it: everything is to be read again. */
export const REBUILD = 'rebuild:'

/** Read by itself, whatever waits beside it. */
export const standsAlone = (source: string): boolean => /^(walk|text|later):/.test(source)

/** Keys of texts, their places and their pages. */
const OF_TEXTS = new Set(['item', 'card', 'predecessors', 'path', 'cuts', 'page', 'search-rules'])

/** Code lists whose attributes say how texts age. */
const AGEING = ['itemKind', 'indicatorClass']

/** Which sources a key of the change log stands for. */
const readAgain: Readonly<Record<string, (id: string) => readonly string[]>> = {
  item: (id) => [`item:${id}`],
  card: (id) => [`item:${id}`],
  organisation: (id) => [`organisation:${id}`, `people:${id}`, walk('organisation', id)],
  people: (id) => [`people:${id}`],
  owner: (id) => [`organisation:${id}`, `people:${id}`],
  site: (id) => [`site:${id}`, `channels:${id}`, walk('site', id)],
  'site-name': (id) => [`site:${id}`, `channels:${id}`],
  channels: (id) => [`channels:${id}`],
  'channel-shape': (id) => [walk('channel', id)],
  'channel-class': (id) => [walk('channel', id)],
}

export const walk = (of: 'site' | 'channel' | 'organisation' | 'stretch', id: string): string => `walk:${of}:${id}|`

/** Worked off behind everything else: it stands for any number of documents, or takes long. */
export const isLong = (source: string): boolean => source.startsWith('walk:') || source.startsWith('text:')

/** What reading sources has brought up: files that nobody has read, and what changes soon by the clock alone. */
export const afterwardsOf = (loaded: {
  unread: readonly { blob: string }[]
  again: ReadonlyMap<string, number>
}): string[] => [
  ...loaded.unread.map(({ blob }) => `text:${blob}`),
  ...[...loaded.again].map(([source, at]) => `later:${at}|${source}`),
]

/** When and what `later:<ms>|<source>` is; null: no such thing. */
export function laterOf(source: string): { at: number; source: string } | null {
  const parts = /^later:(\d+)\|(.+)$/.exec(source)
  return parts ? { at: Number(parts[1]), source: parts[2] ?? '' } : null
}

export function touchedBy(changes: readonly Change[], now: number): Touched {
  const sources = new Set<string>()
  const sitesDown = new Set<string>()
  const down: Readonly<Record<string, Set<string>>> = { item: new Set(), site: sitesDown }
  const ignored = new Set<string>()
  let wantsRebuild = false
  let wantsRules = false
  for (const { keys, points, isTakedown } of changes) {
    for (const { key, dueAt } of keys) {
      const [kind, id] = partsOf(key)
      for (const source of readAgain[kind]?.(id) ?? []) sources.add(source)
      wantsRebuild ||= changesEverything(kind, id)
      wantsRules ||= kind === 'search-rules'
      // What is taken down later goes by the clock.
      if (isTakedown && (dueAt === null || dueAt <= now)) (down[kind] ?? ignored).add(id)
    }
    for (const point of points) sources.add(sourceOf(point))
  }
  if (wantsRebuild) sources.add(REBUILD)
  const hidden = new Set([...(down['item'] ?? [])].map((id) => `item:${id}`))
  const isTextOnly = changes.every(({ keys }) => keys.every(({ key }) => OF_TEXTS.has(partsOf(key)[0])))
  return { sources, hidden, sitesDown, wantsRebuild, wantsRules, isTextOnly }
}

const changesEverything = (kind: string, id: string): boolean =>
  kind === 'division' || (kind === 'codes' && AGEING.includes(id))

/** An item at its place, or everything in a stretch of a channel. */
const sourceOf = ({ list, low, high, ids }: Point): string =>
  low.id !== null && low.id === high.id
    ? `item:${low.id}`
    : walk('stretch', [list, low.at, high.at, ...(ids ?? [])].join('~'))

function partsOf(key: string): [kind: string, id: string] {
  const at = key.indexOf(':')
  return [key.slice(0, at), key.slice(at + 1)]
}
