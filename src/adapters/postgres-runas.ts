import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'

/** How server processes are run: as ourselves, or, when we are root (whom PostgreSQL refuses), as somebody else. */
export type RunAs = {
  readonly kind: 'self' | 'userns' | 'uid'
  /** The uid that must own the cluster's files; null where nothing needs changing. */
  readonly owner: { uid: number; gid: number } | null
  wrap(file: string, args: readonly string[]): Wrapped
}

type Wrapped = { file: string; args: string[]; identity: { uid?: number; gid?: number } }
type Account = { name: string; uid: number; gid: number }

const self: RunAs = {
  kind: 'self',
  owner: null,
  wrap: (file, args) => ({ file, args: [...args], identity: {} }),
}

/** A user namespace shows the server a harmless uid while its files stay root's, so a 0700 parent folder is no wall. */
function inUserNamespace(uid: number): RunAs {
  return {
    kind: 'userns',
    owner: { uid: 0, gid: 0 },
    wrap: (file, args) => ({
      file: 'unshare',
      args: ['--user', `--map-user=${uid}`, '--', file, ...args],
      identity: {},
    }),
  }
}

function asAccount({ uid, gid }: Account): RunAs {
  return {
    kind: 'uid',
    owner: { uid, gid },
    wrap: (file, args) => ({ file, args: [...args], identity: { uid, gid } }),
  }
}

export async function chooseRunAs(forced?: 'userns' | 'uid'): Promise<RunAs> {
  if (process.getuid?.() !== 0) return self
  const accounts = await readAccounts()
  const named = (name: string) => accounts.find((account) => account.name === name && account.uid !== 0)
  const unprivileged = named('postgres') ?? named('nobody') ?? { name: 'nobody', uid: 65534, gid: 65534 }
  // initdb looks its own uid up, so the mapped uid must have an account
  const candidates = [inUserNamespace(unprivileged.uid), asAccount(unprivileged)]
  for (const candidate of candidates) {
    if (forced && candidate.kind !== forced) continue
    if ((await run(candidate, 'true', [])).code === 0) return candidate
  }
  throw new Error(
    '内嵌数据库不能以 root 身份运行，而本机既不允许用户命名空间（unshare），也不允许切换到普通用户。' +
      '请换普通用户启动，或用 DATABASE_URL 指向已有的 PostgreSQL。',
  )
}

/** Runs a program to its end; output is standard output and error together. */
export async function run(
  runAs: RunAs,
  file: string,
  args: readonly string[],
  input = '',
): Promise<{ code: number; output: string }> {
  const wrapped = runAs.wrap(file, args)
  return new Promise((resolve) => {
    const child = spawn(wrapped.file, wrapped.args, { ...surroundings(), ...wrapped.identity, stdio: 'pipe' })
    let output = ''
    child.stdout.on('data', (chunk) => (output += String(chunk)))
    child.stderr.on('data', (chunk) => (output += String(chunk)))
    child.on('error', (error) => resolve({ code: -1, output: error.message }))
    child.on('close', (code) => resolve({ code: code ?? -1, output }))
    child.stdin.on('error', () => undefined)
    child.stdin.end(input)
  })
}

/** The current folder may be closed to the other uid, and PG* variables of the caller must not reach the server. */
export function surroundings(): { cwd?: string; env: NodeJS.ProcessEnv; windowsHide: boolean } {
  const kept = Object.entries(process.env).filter(([name]) => !/^(PG|LC_|LANG)/.test(name))
  const env = { ...Object.fromEntries(kept), LC_ALL: 'C' }
  return { ...(process.platform === 'win32' ? {} : { cwd: '/' }), env, windowsHide: true }
}

async function readAccounts(): Promise<Account[]> {
  const text = await readFile('/etc/passwd', 'utf8').catch(() => '')
  return text.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name && uid && gid ? [{ name, uid: Number(uid), gid: Number(gid) }] : []
  })
}
