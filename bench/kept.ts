import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { availableParallelism, tmpdir } from 'node:os'
import path from 'node:path'
import { gzipSync } from 'node:zlib'
import { setTimeout as sleep } from 'node:timers/promises'
import { connect } from './lib/http.ts'
import { DEMO_PASSWORD, placeIn, provinceOf } from './lib/province.ts'
import { round, spreadOf } from './lib/stats.ts'
import { say, startSystem, withApp } from './lib/system.ts'

const PAGES = 20_000
const CONNECTIONS = 32
const SECONDS = 12
const RELEASES_A_SECOND = 50
const NGINX_PORT = 18_181

type Page = { host: string; path: string }

/**
 * Kept pages, a random one of 20,000 each time, against nginx on the same files and against rendering afresh: requests a second
 * and processor time a request of the serving process. Needs wrk and nginx (Debian packages).
 */
export async function kept({ items }: { items: number }) {
  for (const tool of ['wrk', 'nginx']) {
    if (spawnSync('which', [tool]).status !== 0)
      throw new Error(`this benchmark needs ${tool}: apt-get install ${tool}`)
  }
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-kept-'))
  const name = await provinceOf(items)
  const place = await placeIn(name, 'lt-taoxi-xiahe', 'tzgg')
  const system = await startSystem(name)
  let nginx: ChildProcess | null = null
  try {
    const pages = await withApp(name, async ({ engine }) => {
      const { rows } = await engine.pool.query<Page>(
        `SELECT host, path FROM library.v_address WHERE is_primary AND visible_from <= now() AND visible_until > now()
         AND host <> '' LIMIT $1`,
        [PAGES],
      )
      return rows
    })
    const fresh = await writeFiles(system.port, folder, pages)
    const script = scriptOf(folder, pages)
    nginx = startNginx(folder)
    await sleep(500)
    const files = await load(script, NGINX_PORT, workerOf(nginx.pid ?? 0))
    say(`nginx: ${files.perSecond}/s`)
    await load(script, system.port, system.pid, 3)
    const quiet = await load(script, system.port, system.pid)
    say(`kept: ${quiet.perSecond}/s`)
    const busy = await whileReleasing(system.port, place.channelId, () => load(script, system.port, system.pid))
    return {
      pages: pages.length,
      html_bytes: fresh.bytes,
      gzip_bytes: fresh.gzipBytes,
      cores: availableParallelism(),
      first_view_ms: fresh.ms,
      nginx: files,
      kept: { ...quiet, cpu_against_nginx: round(quiet.cpuMs / files.cpuMs) },
      kept_while_releasing: busy,
      targets: { perSecond: 8_000, cpuAgainstNginx: 2.5, p99Ms: 20 },
    }
  } finally {
    nginx?.kill('SIGTERM')
    await system.stop()
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

function scriptOf(folder: string, pages: readonly Page[]): (port: number) => string {
  const list = path.join(folder, 'pages.txt')
  writeFileSync(list, pages.map((page) => `${page.host} ${page.path}`).join('\n'))
  return (port) => {
    const file = path.join(folder, `random-${port}.lua`)
    writeFileSync(
      file,
      `local made = {}
function init(args)
  math.randomseed(7)
  for line in io.lines("${list}") do
    local host, path = line:match("^(%S+) (%S+)$")
    made[#made + 1] = wrk.format("GET", path, { ["Host"] = host .. ":${port}", ["Accept-Encoding"] = "gzip" })
  end
end
function request() return made[math.random(#made)] end
function done(summary, latency, requests)
  io.write(string.format("RESULT %d %d %d %d %d\\n", summary.requests, summary.duration,
    summary.errors.status + summary.errors.connect + summary.errors.read + summary.errors.write + summary.errors.timeout,
    latency:percentile(50), latency:percentile(99)))
end
`,
    )
    return file
  }
}

function startNginx(folder: string): ChildProcess {
  const conf = path.join(folder, 'nginx.conf')
  writeFileSync(
    conf,
    `daemon off; worker_processes 1; pid ${folder}/nginx.pid; error_log ${folder}/error.log; ${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 512; }
http {
  access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000; open_file_cache max=50000 inactive=60s; open_file_cache_valid 60s;
  types { text/html html; } default_type text/html; gzip_static on; gzip_vary on;
  server { listen 127.0.0.1:${NGINX_PORT}; root ${folder}/files/$host; etag on; }
}
`,
  )
  return spawn('nginx', ['-c', conf, '-p', folder], { stdio: ['ignore', 'ignore', 'inherit'] })
}

function workerOf(master: number): number {
  return Number(
    execFileSync('pgrep', ['-P', String(master)])
      .toString()
      .trim()
      .split('\n')[0],
  )
}

const TICKS_A_SECOND = 100

/** User and system time of a process in milliseconds. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND) * 1000
}

async function load(script: (port: number) => string, port: number, pid: number, seconds = SECONDS) {
  const before = cpuOf(pid)
  const child = spawn('wrk', [
    '-t1',
    `-c${CONNECTIONS}`,
    `-d${seconds}s`,
    '-s',
    script(port),
    `http://127.0.0.1:${port}/`,
  ])
  let said = ''
  child.stdout.on('data', (part: Buffer) => (said += String(part)))
  await once(child, 'exit')
  const cpu = cpuOf(pid) - before
  const [requests = 0, micros = 1, errors = 0, p50 = 0, p99 = 0] = (/RESULT (.*)/.exec(said)?.[1] ?? '')
    .split(' ')
    .map(Number)
  return {
    perSecond: Math.round(requests / (micros / 1e6)),
    cpuMs: round(cpu / requests, 4),
    p50Ms: round(p50 / 1000),
    p99Ms: round(p99 / 1000),
    errors,
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
