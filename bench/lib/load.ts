import { type ChildProcess, execFileSync, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { Pool } from '../../src/kernel/database.ts'
import { round } from './stats.ts'

export type Page = { host: string; path: string }

const CONNECTIONS = 32

export function needTools(): void {
  for (const tool of ['wrk', 'nginx']) {
    if (spawnSync('which', [tool]).status !== 0)
      throw new Error(`this benchmark needs ${tool}: apt-get install ${tool}`)
  }
}

export async function pagesOf(pool: Pool, count: number): Promise<Page[]> {
  const { rows } = await pool.query<Page>(
    `SELECT host, path FROM library.v_address WHERE is_primary AND visible_from <= now() AND visible_until > now()
     AND host <> '' LIMIT $1`,
    [count],
  )
  return rows
}

/** For wrk: one of these pages at random each time; the same order in every run. */
export function scriptOf(folder: string, pages: readonly Page[]): (port: number) => string {
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
  local e = summary.errors
  io.write(string.format("RESULT %d %d %d %d %d %d %d %d %d\\n", summary.requests, summary.duration,
    e.status, e.connect, e.read, e.write, e.timeout, latency:percentile(50), latency:percentile(99)))
end
`,
    )
    return file
  }
}

const TICKS_A_SECOND = 100

/** User and system time of a process in milliseconds. */
function cpuOf(pid: number): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]?.split(' ') ?? []
  return ((Number(fields[11]) + Number(fields[12])) / TICKS_A_SECOND) * 1000
}

export type Target = { port: number; pid: number }

/** Requests without a pause over 32 connections that stay open. */
export async function load(script: (port: number) => string, { port, pid }: Target, seconds: number) {
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
  const numbers = (/RESULT (.*)/.exec(said)?.[1] ?? '').split(' ').map(Number)
  const [requests = 0, micros = 1, status = 0, connect = 0, read = 0, write = 0, timeout = 0, p50 = 0, p99 = 0] =
    numbers
  return {
    perSecond: Math.round(requests / (micros / 1e6)),
    cpuMs: round(cpu / requests, 4),
    p50Ms: round(p50 / 1000),
    p99Ms: round(p99 / 1000),
    errors: status + connect + read + write + timeout,
    ...(status + connect + read + write + timeout > 0 ? { errorKinds: { status, connect, read, write, timeout } } : {}),
  }
}

/** One nginx with one worker; `http` is what stands in its http block. */
export async function startNginx(folder: string, http: string): Promise<{ pid: number; stop(): void }> {
  const conf = path.join(folder, 'nginx.conf')
  const temporary = ['client_body', 'proxy', 'fastcgi', 'uwsgi', 'scgi']
  writeFileSync(
    conf,
    `daemon off; worker_processes 1; worker_rlimit_nofile 65536; pcre_jit on; pid ${folder}/nginx.pid; error_log ${folder}/error.log; ${process.getuid?.() === 0 ? 'user root;' : ''}
events { worker_connections 512; }
http {
${temporary.map((one) => `${one}_temp_path ${folder}/${one};`).join('\n')}
access_log off; sendfile on; tcp_nopush on; keepalive_requests 1000000000;
${http}
}
`,
  )
  const child = spawn('nginx', ['-e', `${folder}/error.log`, '-c', conf, '-p', folder], {
    stdio: ['ignore', 'ignore', 'inherit'],
  })
  await sleep(500)
  return { pid: workerOf(child), stop: () => void child.kill('SIGTERM') }
}

function workerOf({ pid = 0 }: ChildProcess): number {
  return Number(
    execFileSync('pgrep', ['-P', String(pid)])
      .toString()
      .trim()
      .split('\n')[0],
  )
}
