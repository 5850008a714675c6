import type { Change } from '../kernel/changes.ts'
import type { Left } from './page-work.ts'

export type ExportReport = {
  /** Everything was compared: the first run, a gap in the change log, an interrupted run, other sites or another release. */
  isFull: boolean
  files: number
  rendered: number
  written: number
  unchanged: number
  removed: number
  redirects: number
  /** Addresses left to the platform, with the reason. */
  left: { address: string; reason: Left | 'host name' }[]
  failed: { address: string; reason: string }[]
}

export const freshReport = (): ExportReport => ({
  isFull: false,
  files: 0,
  rendered: 0,
  written: 0,
  unchanged: 0,
  removed: 0,
  redirects: 0,
  left: [],
  failed: [],
})

export function hostAndPath(key: string): { host: string; path: string } {
  const [origin = '', path = ''] = key.split('|')
  return { host: origin.slice(origin.indexOf('//') + 2), path }
}

export const plainAddress = (key: string): string => {
  const { host, path } = hostAndPath(key)
  return host + path
}

const ITEM = /^item:(.+)$/
/** Items whose files may be nobody's to see any more. */
export const itemsOf = (change: Change): string[] => [
  ...change.keys.flatMap(({ key }) => ITEM.exec(key)?.[1] ?? []),
  ...change.points.flatMap((point) => (point.step < 0 && point.low.id !== null ? [point.low.id] : [])),
]
