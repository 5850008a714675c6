// Brings a fresh clone into a state in which it runs; npm calls it before start, test, yiwang and bench.
// Plain JavaScript on Node 20 without packages, because it runs before anything is installed. Speaks on standard error only.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { accessSync, constants, existsSync, linkSync, readFileSync, readdirSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')
const modules = join(root, 'node_modules')
const inRoot = (...path) => join(root, ...path)
const stamp = (name) => join(modules, `.yiwang-${name}`)
const say = (line) => process.stderr.write(`${line}\n`)
const onWindows = process.platform === 'win32'

/** Told in one line, without a stack. */
class Refusal extends Error {}

const wanted = new Set(process.argv.slice(2))
try {
  await once('install', dependenciesAreCurrent, installDependencies)
  checkNode()
  if (wanted.has('--console') && existsSync(inRoot('console/index.html'))) {
    await once('console', consoleIsCurrent, buildConsole)
  }
  if (wanted.has('--browser')) await once('browser', () => findBrowser() !== null, installBrowser)
  if (wanted.has('--servers') && canInstall()) await once('servers', haveServers, installServers)
} catch (error) {
  say(error instanceof Refusal ? error.message : error)
  process.exitCode = 1
}

// ── dependencies ──

function dependenciesAreCurrent() {
  const current = lockHash()
  if (read(stamp('installed')) === current) return true
  if (!matchesHiddenLock()) return false
  writeFileSync(stamp('installed'), current)
  return true
}

function lockHash() {
  const platform = `${process.platform}-${process.arch}`
  return sha256([platform, readFileSync(inRoot('package-lock.json'))])
}

/** Somebody ran npm by hand: npm's own record of what lies in node_modules tells whether that was enough. */
function matchesHiddenLock() {
  const text = read(join(modules, '.package-lock.json'))
  if (text === null) return false
  const present = JSON.parse(text).packages ?? {}
  const locked = JSON.parse(readFileSync(inRoot('package-lock.json'), 'utf8')).packages
  return Object.entries(locked).every(([path, { version, optional, devOptional, link }]) => {
    if (path === '' || link) return true
    return present[path] ? present[path].version === version : Boolean(optional ?? devOptional)
  })
}

async function installDependencies() {
  say(existsSync(modules) ? '依赖有更新，重新安装…' : '安装依赖（首次约一分钟）…')
  // not npm ci: it empties the folder this very node may run from, and refuses the whole lock file where the registry
  // lacks one platform's build of one tool; install takes the same versions from the lock file and changes what differs
  const options = ['--no-save', '--no-audit', '--no-fund', '--no-progress', '--loglevel=error']
  // no package needs its install script here; development packages are needed to build the console
  const scope = ['--ignore-scripts', '--include=dev', '--include=optional']
  const [npm, ...first] = npmCommand()
  const code = await run(npm, [...first, 'install', ...options, ...scope])
  if (code !== 0) {
    throw new Refusal(
      `依赖安装失败（npm 退出码 ${code}）。请检查网络，或用 npm config set registry 换一个镜像，然后重试。`,
    )
  }
  if (existsSync(pinnedNode()) && (await run(pinnedNode(), ['-e', ''])) !== 0) {
    throw new Refusal('随依赖安装的 Node.js 24 在本机无法运行（例如 Alpine 等 musl 系统）。请改用基于 glibc 的系统。')
  }
  writeFileSync(stamp('installed'), lockHash())
  say('依赖已安装')
}

function npmCommand() {
  const script = process.env.npm_execpath
  if (script && /npm-cli\.c?js$/.test(script)) return [process.execPath, script]
  return [onWindows ? 'npm.cmd' : 'npm']
}

/** npm scripts find the node that the lock file pins, where npm has a build of it for this platform. */
function checkNode() {
  if (existsSync(pinnedNode()) || Number(process.versions.node.split('.')[0]) >= 24) return
  throw new Refusal(
    `需要 Node.js 24 或更高版本，当前是 ${process.versions.node}。请从 https://nodejs.org/ 安装后重试。`,
  )
}

function pinnedNode() {
  return join(modules, '.bin', onWindows ? 'node.cmd' : 'node')
}

// ── console ──

function consoleIsCurrent() {
  return existsSync(inRoot('console/dist/index.html')) && read(stamp('console')) === consoleHash()
}

/** Everything that ends up in the bundle. */
function consoleHash() {
  const own = filesBelow('console', (path) => !/^console[\\/](dist|node_modules)([\\/]|$)/.test(path))
  const shared = filesBelow(
    'src',
    (path) => /[\\/](contract|labels|home-modules|i18n)[\w-]*\.ts$/.test(path) || !/\.\w+$/.test(path),
  )
  const parts = ['package-lock.json', 'themes/base/assets/tokens.css', ...own, ...shared].flatMap((path) => [
    path,
    readFileSync(inRoot(path)),
  ])
  return sha256(parts)
}

function filesBelow(folder, keep) {
  if (!existsSync(inRoot(folder))) return []
  const entries = readdirSync(inRoot(folder), { withFileTypes: true })
  const kept = entries.map((entry) => [entry, join(folder, entry.name)]).filter(([, path]) => keep(path))
  return kept
    .flatMap(([entry, path]) => (entry.isDirectory() ? filesBelow(path, keep) : entry.isFile() ? [path] : []))
    .sort((a, b) => (a < b ? -1 : 1))
}

async function buildConsole() {
  say('构建管理后台…')
  const hash = consoleHash()
  const node = existsSync(pinnedNode()) && !onWindows ? pinnedNode() : process.execPath
  const vite = join(modules, 'vite', 'bin', 'vite.js')
  const code = await run(node, [vite, 'build', 'console', '--logLevel', 'warn'])
  if (code !== 0) throw new Refusal(`管理后台构建失败（退出码 ${code}），原因见上。`)
  writeFileSync(stamp('console'), hash)
}

// ── browser ──

/** CHROMIUM names one; else the usual names on the PATH and the usual places; else what an earlier run installed. */
function findBrowser() {
  const names = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable']
  const folders = (process.env.PATH ?? '').split(delimiter).filter((folder) => folder && !folder.startsWith(modules))
  const places = [
    ...[...folders, '/usr/bin'].flatMap((folder) => names.map((name) => join(folder, name))),
    '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
    '/Applications/Chromium.app/Contents/MacOS/Chromium',
    'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  ]
  const known = read(stamp('browser'))
  const found = [process.env.CHROMIUM, ...places, known].find((path) => path && isRunnable(path)) ?? null
  if (found !== null && found !== known) writeFileSync(stamp('browser'), found)
  return found
}

async function installBrowser() {
  if (canInstall()) {
    say('安装 Chromium 与中文字体（浏览器测试用，约一分钟）…')
    await installFromDebian('chromium', 'fonts-noto-cjk')
    if (findBrowser() !== null) return
  }
  say('下载 Chromium（浏览器测试用，约一分钟）…')
  await run(process.execPath, [join(modules, 'playwright-core', 'cli.js'), 'install', 'chromium'])
  const { chromium } = await import('playwright-core').catch(() => ({ chromium: null }))
  const path = chromium?.executablePath()
  if (path && isRunnable(path)) writeFileSync(stamp('browser'), path)
  else say('没有可用的浏览器：浏览器测试将逐项注明跳过。可用环境变量 CHROMIUM 指定浏览器后重试。')
}

// ── Debian's packages ──

function canInstall() {
  return process.getuid?.() === 0 && existsSync('/etc/debian_version')
}

async function installFromDebian(...packages) {
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  await run('apt-get', ['update', '-qq'], env)
  await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', ...packages], env)
}

function haveServers() {
  return ['/usr/bin/nats-server', '/usr/sbin/nginx'].every(isRunnable)
}

/** Where one can't be had, its tests say by name that they are left out. */
async function installServers() {
  say('安装 nats-server 与 nginx（多机提示与静态导出的测试用）…')
  await installFromDebian('nats-server', 'nginx-light')
}

// ── shared ──

/** Does the work unless it is done; of several processes that come at the same time, one does it and the others wait. */
async function once(name, isDone, work) {
  if (isDone()) return
  const lock = join(tmpdir(), `yiwang-prepare-${sha256([root]).slice(0, 12)}`)
  for (let waited = 0; !takeLock(lock); waited++) {
    if (waited === 0) say('另一个命令正在准备，等待其完成…')
    if (waited > 1200) throw new Refusal(`等待超过 10 分钟。若没有别的命令在运行，请删除 ${lock} 后重试。`)
    await new Promise((resolve) => setTimeout(resolve, 500))
  }
  try {
    if (!isDone()) await work()
  } finally {
    rmSync(lock, { force: true })
  }
}

function takeLock(lock) {
  // a link appears complete, pid and all, in one step
  const draft = `${lock}.${process.pid}`
  writeFileSync(draft, String(process.pid))
  try {
    linkSync(draft, lock)
    return true
  } catch (error) {
    if (error.code !== 'EEXIST') throw error
  } finally {
    rmSync(draft, { force: true })
  }
  if (!isAlive(Number(read(lock) ?? process.pid))) rmSync(lock, { force: true })
  return false
}

function isAlive(pid) {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error.code === 'EPERM'
  }
}

/** What the program prints goes to standard error, since standard output may be somebody's JSON. */
function run(program, args, env = {}) {
  const started = Date.now()
  const clock = setInterval(() => say(`…已用 ${Math.round((Date.now() - started) / 1000)} 秒`), 15_000)
  return new Promise((resolve) => {
    const child = spawn(program, args, {
      cwd: root,
      env: { ...process.env, ...env },
      stdio: ['ignore', 2, 2],
      shell: program.endsWith('.cmd'),
    })
    child.on('error', (error) => {
      say(`${program}：${error.message}`)
      resolve(-1)
    })
    child.on('exit', (code) => resolve(code ?? -1))
  }).finally(() => clearInterval(clock))
}

function read(file) {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    return null
  }
}

function isRunnable(path) {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

function sha256(parts) {
  const hash = createHash('sha256')
  for (const part of parts) hash.update(part).update('\0')
  return hash.digest('hex')
}
