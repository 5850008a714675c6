import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openExport } from '../src/export/exporter.ts'
import { nginxConfig, pageHeaders } from '../src/export/nginx.ts'
import { sitesFolder } from '../src/export/sites.ts'
import { load, needTools, pagesOf, scriptOf, startNginx } from './lib/load.ts'
import { placeIn, provinceOf } from './lib/province.ts'
import { round } from './lib/stats.ts'
import { dataDir, say, withApp } from './lib/system.ts'

const SITE = 'yunling'
const SECONDS = 2
/** Each side comes first, second and third equally often. */
const ROUNDS = 12
const EXPORTED_PORT = 18_183
const PLAIN_PORT = 18_184
const HEADERS_PORT = 18_185

/**
 * Pages of a static export of the province's own site behind nginx with the configuration that belongs to it, against nginx with nothing but a root folder,
 * and against that with the same headers, on the same files, in turn. The export is kept for the next run and only brought up to date then.
 */
export async function exported({ items }: { items: number }) {
  needTools()
  const name = await provinceOf(items)
  const dir = path.join(dataDir(name), 'export')
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-exported-'))
  const stop = new AbortController()
  try {
    return await withApp(name, async (app) => {
      const { host } = await placeIn(name, SITE, 'tzgg')
      const pages = (await pagesOf(app.engine.pool, items)).filter((page) => page.host === host)
      const task = await openExport(app, { dir, scheme: 'http', sites: [SITE], say, signal: stop.signal })
      const { files, written } = await task.settle()
      say(`${files} files, ${written} of them written`)
      const watching = task.watch(() => undefined)
      try {
        return { pages: pages.length, files, ...(await compare(folder, dir, scriptOf(folder, pages))) }
      } finally {
        stop.abort()
        await watching
        await task.close()
      }
    })
  } finally {
    rmSync(folder, { recursive: true, force: true })
  }
}

async function compare(folder: string, dir: string, script: (port: number) => string) {
  const files = (port: number, headers: readonly string[]) =>
    `types { text/html html; } gzip_static on; server { listen 127.0.0.1:${port}; root ${sitesFolder(dir)}/$host; ${headers.join(' ')} }`
  const own = await nginxConfig({ dir, platform: '127.0.0.1:1', listen: `127.0.0.1:${EXPORTED_PORT}` })
  const sides = [
    { name: 'plain', port: PLAIN_PORT, config: files(PLAIN_PORT, []) },
    { name: 'headers', port: HEADERS_PORT, config: files(HEADERS_PORT, await pageHeaders('http')) },
    { name: 'exported', port: EXPORTED_PORT, config: own },
  ] as const
  const running: (Server & { name: string; port: number; loads: Load[] })[] = []
  try {
    for (const { name, port, config } of sides) {
      const place = path.join(folder, name)
      mkdirSync(place)
      running.push({ name, port, loads: [], ...(await startNginx(place, config)) })
    }
    // The first round fills the machine's own cache of files.
    for (let round = 0; round <= ROUNDS; round++) {
      const first = round % running.length
      for (const { name, port, pid, loads } of [...running.slice(first), ...running.slice(0, first)]) {
        const one = await load(script, { port, pid }, SECONDS)
        say(`${name} ${one.perSecond}/s`)
        if (round > 0) loads.push(one)
      }
    }
    const [plain = [], headers = [], site = []] = running.map(({ loads }) => loads)
    const against = (other: readonly Load[], figure: 'perSecond' | 'cpuMs') =>
      round(median(site.map((one, n) => one[figure] / (other[n]?.[figure] ?? NaN))), 3)
    return {
      plain_files: middle(plain),
      plain_files_same_headers: middle(headers),
      exported: middle(site),
      rate_against_plain: against(plain, 'perSecond'),
      cpu_against_plain: against(plain, 'cpuMs'),
      rate_against_same_headers: against(headers, 'perSecond'),
      cpu_against_same_headers: against(headers, 'cpuMs'),
      targets: { againstPlain: 0.95 },
    }
  } finally {
    for (const one of running) one.stop()
  }
}

type Server = Awaited<ReturnType<typeof startNginx>>
type Load = Awaited<ReturnType<typeof load>>

/** Of each figure the one in the middle of all rounds; ratios are of sides of the same round, since the machine changes its pace. */
const middle = (rounds: readonly Load[]) => ({
  perSecond: median(rounds.map(({ perSecond }) => perSecond)),
  cpuMs: median(rounds.map(({ cpuMs }) => cpuMs)),
  p50Ms: median(rounds.map(({ p50Ms }) => p50Ms)),
  p99Ms: median(rounds.map(({ p99Ms }) => p99Ms)),
  errors: rounds.reduce((sum, { errors }) => sum + errors, 0),
})

const median = (figures: readonly number[]): number =>
  figures.toSorted((a, b) => a - b)[Math.floor(figures.length / 2)] ?? NaN
