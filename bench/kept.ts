import { execFileSync, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from './lib/http.ts'
import { load, needTools, type Page, pagesOf, scriptOf, startNginx } from './lib/load.ts'
import { DEMO_PASSWORD, placeIn, provinceOf } from './lib/province.ts'
import { round, spreadOf } from './lib/stats.ts'
import { dataDir, freePort, say, startSystem, type System, withApp } from './lib/system.ts'

const PAGES = 20_000
const SECONDS = 12
const RELEASES_A_SECOND = 50
const NGINX_PORT = 18_181
const AFRESH_PORT = 18_182

/**
 * Kept pages, a random one of 20,000 each time, against nginx on the same files and against rendering afresh: requests a second
 * and processor time a request of the serving process. Needs wrk and nginx (Debian packages).
 */
export async function kept({ items }: { items: number }) {
  needTools()
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-kept-'))
  const name = await provinceOf(items)
  const place = await placeIn(name, 'lt-taoxi-xiahe', 'tzgg')
  let system = await startSystem(name)
  let office: System | null = null
  let nginx: Awaited<ReturnType<typeof startNginx>> | null = null
  try {
    const pages = await withApp(name, ({ engine }) => pagesOf(engine.pool, PAGES))
    const fresh = await writeFiles(system.port, folder, pages)
    const script = scriptOf(folder, pages)
    nginx = await startNginx(folder, nginxOf(folder))
    await load(script, { port: NGINX_PORT, pid: nginx.pid }, 3)
    const files = await load(script, { port: NGINX_PORT, pid: nginx.pid }, SECONDS)
    say(`nginx: ${files.perSecond}/s`)
    await load(script, system, 3)
    const quiet = await load(script, system, SECONDS)
    say(`kept: ${quiet.perSecond}/s`)
    const release = (port: number) => whileReleasing(port, place.channelId, () => load(script, system, SECONDS))
    const busy = await release(system.port)
    say(`kept, while releasing: ${busy.perSecond}/s`)
    // The same as an operator would run it: a process for readers, one for editors.
    await system.stop()
    office = await startSystem(name, { ROLES: 'web,worker,search' }, await freePort())
    system = await startSystem(name, { ROLES: 'portal' }, system.port)
    await load(script, system, 3)
    const apart = await release(office.port)
    say(`the same in two processes: ${apart.perSecond}/s`)
    const afresh = await renderedAfresh(name, script)
    return {
      pages: pages.length,
      html_bytes: fresh.bytes,
      gzip_bytes: fresh.gzipBytes,
      cores: availableParallelism(),
      first_view_ms: fresh.ms,
      nginx: files,
      kept: { ...quiet, cpu_against_nginx: round(quiet.cpuMs / files.cpuMs) },
      kept_while_releasing: busy,
      kept_while_releasing_roles_apart: apart,
      rendered_on_every_request: { ...afresh, cpu_against_kept: round(afresh.cpuMs / quiet.cpuMs, 1) },
      targets: { perSecond: 8_000, cpuAgainstNginx: 2.5, p99Ms: 20 },
    }
  } finally {
    nginx?.stop()
    await system.stop()
    await office?.stop()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Asks for every page once (it is rendered then, and kept) and lays it down as nginx would serve it. */
async function writeFiles(port: number, folder: string, pages: readonly Page[]) {
  const client = connect(port)
  const times: number[] = []
  let bytes = 0
  let gzipBytes = 0
  try {
    for (const { host, path: where } of pages) {
      const begun = performance.now()
      const { status, body } = await client.get(where, host)
      times.push(performance.now() - begun)
      if (status !== 200) throw new Error(`${host}${where} answers ${status}`)
      const file = path.join(folder, 'files', host, where)
      mkdirSync(path.dirname(file), { recursive: true })
      const packed = gzipSync(body, { level: 5 })
      writeFileSync(file, body)
      writeFileSync(`${file}.gz`, packed)
      bytes += Buffer.byteLength(body)
      gzipBytes += packed.length
    }
  } finally {
    client.close()
  }
  return {
    ms: spreadOf(times),
    bytes: Math.round(bytes / pages.length),
    gzipBytes: Math.round(gzipBytes / pages.length),
  }
}

/** As many files open as the machine allows, less those of connections. */
const openFiles = () =>
  Math.min(50_000, (Number(execFileSync('sh', ['-c', 'ulimit -Hn']).toString()) || 50_000) - 1_000)

const nginxOf = (folder: string) => `
  open_file_cache max=${openFiles()} inactive=60s; open_file_cache_valid 60s;
  types { text/html html; } default_type text/html; gzip_static on; gzip_vary on;
  server { listen 127.0.0.1:${NGINX_PORT}; root ${folder}/files/$host; etag on; }`

/** The same pages from a process that keeps none. */
async function renderedAfresh(name: string, script: (port: number) => string) {
  const child = fork(path.join(import.meta.dirname, 'lib/afresh.ts'), {
    env: { ...process.env, DATA_DIR: dataDir(name), PORT: String(AFRESH_PORT) },
  })
  try {
    await once(child, 'message')
    return await load(script, { port: AFRESH_PORT, pid: child.pid ?? 0 }, SECONDS)
  } finally {
    child.kill('SIGTERM')
    await once(child, 'exit')
  }
}

/** Fifty documents a second are written and released meanwhile, as many as the machine lets through. */
async function whileReleasing<T>(port: number, channelId: string, act: () => Promise<T>) {
  const clients = await Promise.all(
    Array.from({ length: 4 }, async () => {
      const client = connect(port)
      await client.signIn('village', DEMO_PASSWORD)
      return client
    }),
  )
  let released = 0
  let failed = 0
  let isOver = false
  const begun = performance.now()
  const one = async (client: (typeof clients)[number], n: number) => {
    const text = { channelId, title: `第 ${n} 号通知`, body: '<p>停水检修。</p>', source: '下河村' }
    const made = await client.call<{ id: string; version: number }>('POST', '/documents', text)
    await client.call('POST', `/documents/${made.id}/publish`, { expectedVersion: made.version })
  }
  const run = Promise.all(
    clients.map(async (client) => {
      while (!isOver) {
        const due = ((performance.now() - begun) / 1000) * RELEASES_A_SECOND
        if (released + failed >= due) await sleep(5)
        else
          await one(client, released).then(
            () => released++,
            () => failed++,
          )
      }
    }),
  )
  const result = await act()
  isOver = true
  await run
  const seconds = (performance.now() - begun) / 1000
  for (const client of clients) client.close()
  return { ...result, releases_a_second: round(released / seconds, 1), releases_failed: failed }
}
