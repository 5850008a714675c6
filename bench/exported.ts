import { mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { openExport } from '../src/export/exporter.ts'
import { nginxConfig } from '../src/export/nginx.ts'
import { load, needTools, pagesOf, scriptOf, startNginx } from './lib/load.ts'
import { placeIn, provinceOf } from './lib/province.ts'
import { round } from './lib/stats.ts'
import { dataDir, say, withApp } from './lib/system.ts'

const SITE = 'yunling'
const SECONDS = 6
const ROUNDS = 3
const EXPORTED_PORT = 18_183
const PLAIN_PORT = 18_184

/**
 * Pages of a static export of the province's own site behind nginx with the configuration that belongs to it, against nginx with nothing but a root folder,
 * on the same files, in turn. The export is kept for the next run and only brought up to date then.
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
  const [ours, theirs] = [path.join(folder, 'exported'), path.join(folder, 'plain')]
  for (const one of [ours, theirs]) mkdirSync(one)
  const own = await nginxConfig({ dir, platform: '127.0.0.1:1', listen: `127.0.0.1:${EXPORTED_PORT}` })
  const exportedSite = await startNginx(ours, own)
  const plain = await startNginx(
    theirs,
    `types { text/html html; } gzip_static on; server { listen 127.0.0.1:${PLAIN_PORT}; root ${dir}/$host; }`,
  )
  try {
    const rounds = { exported: [] as Load[], plain: [] as Load[] }
    for (let round = 0; round <= ROUNDS; round++) {
      const files = await load(script, { port: PLAIN_PORT, pid: plain.pid }, SECONDS)
      const site = await load(script, { port: EXPORTED_PORT, pid: exportedSite.pid }, SECONDS)
      say(`plain ${files.perSecond}/s, exported ${site.perSecond}/s`)
      // The first one fills the machine's own cache of files.
      if (round > 0) {
        rounds.plain.push(files)
        rounds.exported.push(site)
      }
    }
    const [files, site] = [middle(rounds.plain), middle(rounds.exported)]
    return {
      plain_files: files,
      exported: site,
      rate_against_plain: round(site.perSecond / files.perSecond, 3),
      cpu_against_plain: round(site.cpuMs / files.cpuMs, 3),
      targets: { againstPlain: 0.95 },
    }
  } finally {
    exportedSite.stop()
    plain.stop()
  }
}

type Load = Awaited<ReturnType<typeof load>>

/** The round in the middle by processor time a request. */
function middle(rounds: readonly Load[]): Load {
  const one = rounds.toSorted((a, b) => a.cpuMs - b.cpuMs)[Math.floor(rounds.length / 2)]
  if (!one) throw new Error('nothing was measured')
  return one
}
