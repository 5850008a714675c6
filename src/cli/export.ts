import path from 'node:path'
import type { Command } from 'commander'
import { inView } from '../kernel/work.ts'
import type { ExportReport } from '../export/report.ts'
import { type Cli, JSON_OPTION, operator, Refusal } from './command.ts'

type Options = { site?: string[]; originScheme: string; watch?: boolean; verify?: boolean; json?: boolean }

const REASONS: Readonly<Record<string, string>> = {
  'leaves the folder': '会跳出目录',
  'control characters': '含控制字符',
  'empty part': '含空的路径段',
  'reserved name': '与导出文件的名字冲突',
  'name too long': '文件名太长',
  'path too long': '路径太长',
  'not well-formed': '不是合法的文字',
  'other media type': '扩展名与文件类型不一致',
  'damaged file': '附件文件缺失或损坏',
  'host name': '域名不能作目录名',
}
const FAULTS = { changed: '被改动', missing: '缺失', foreign: '多出' } as const
const MOST_LINES = 100

export function addExport(program: Command, cli: Cli): void {
  const command = program
    .command('export')
    .description('把站点导出为静态文件，供 nginx 直接提供；再次执行只更新变化的页面')
    .argument('<dir>', '导出到这个目录（为导出专用）')
    .option('--site <code...>', '只导出这些站点；不写则导出全部')
    .option('--origin-scheme <scheme>', '网站对外的协议，http 或 https', 'http')
    .option('--watch', '持续跟随变更，直到被终止')
    .option('--verify', '重新计算每个文件的校验和，列出被改动、缺失和多出的文件；有则退出码为 1')
    .option(...JSON_OPTION)
    .action(async (dir: string, options: Options) => {
      if (options.verify) return verify(cli, path.resolve(dir), options)
      return run(cli, path.resolve(dir), options)
    })
  command
    .command('nginx <dir>')
    .description('输出与导出目录配套的 nginx 配置：文件优先，没有的交给平台')
    .option('--platform <address>', '平台的地址', '127.0.0.1:8080')
    .option('--listen <address>', 'nginx 监听的地址', '80')
    .action(async (dir: string, options: { platform: string; listen: string }) => {
      const { nginxConfig, Unwritable } = await import('../export/nginx.ts')
      const text = await nginxConfig({ dir: path.resolve(dir), ...options }).catch((error: unknown) => {
        throw error instanceof Unwritable ? new Refusal(`nginx 配置里不能写“${error.message}”`) : error
      })
      process.stdout.write(text)
    })
}

async function run(cli: Cli, dir: string, options: Options): Promise<void> {
  const scheme = options.originScheme
  if (scheme !== 'http' && scheme !== 'https') throw new Refusal('--origin-scheme 应为 http 或 https')
  await cli.withApp(async (app) => {
    const [{ openExport }, { Occupied }, { NoFolder }, { siteNamed }] = await Promise.all([
      import('../export/exporter.ts'),
      import('../export/lock.ts'),
      import('../export/make-folder.ts'),
      import('./find.ts'),
    ])
    const wanted = options.site ?? null
    const sites = wanted
      ? await inView(app.engine, operator, (view) => Promise.all(wanted.map((name) => siteNamed(view, name))))
      : null
    const begun = performance.now()
    const stop = new AbortController()
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(name, () => stop.abort())
    const task = await openExport(app, {
      signal: stop.signal,
      dir,
      scheme,
      sites: sites?.map((site) => site.code) ?? null,
      say: (line) => cli.say(line),
    }).catch((error: unknown) => {
      if (error instanceof Occupied) throw new Refusal(`另一个进程（${error.pid}）正在写这个导出目录`)
      if (error instanceof NoFolder) throw new Refusal(`${dir} 不是可以写入的目录：无法建立 ${error.folder}`)
      throw isNoFolder(error) ? new Refusal(`${dir} 不是可以写入的目录`) : error
    })
    try {
      const report = await task.settle()
      if (stop.signal.aborted) throw new Refusal('导出被中断；下次执行会接着做')
      const seconds = Math.round(performance.now() - begun) / 1_000
      if (report.failed.length > 0) cli.fail()
      cli.answer(options, { ...report, seconds }, () => [
        `${summary(report)}，用时 ${seconds.toFixed(1)} 秒`,
        ...details(report),
      ])
      if (options.watch) await watch(cli, task, options)
    } finally {
      await task.close()
    }
  })
}

type Task = Awaited<ReturnType<typeof import('../export/exporter.ts').openExport>>

async function watch(cli: Cli, task: Task, options: Options): Promise<void> {
  cli.say('持续跟随变更；按 Ctrl-C 停止，停止后请求都交给平台')
  await task.watch((report) => {
    cli.answer(options, report, () => [summary(report), ...details(report)])
  })
}

const summary = (report: ExportReport): string =>
  `${report.isFull ? '全部比对：' : ''}共 ${report.files} 个文件，写入 ${report.written}，未变 ${report.unchanged}，删除 ${report.removed}；生成页面 ${report.rendered} 次`

function details({ left, failed }: ExportReport): string[] {
  return [
    ...left.slice(0, MOST_LINES).map((one) => `  交给平台 ${one.address}：${REASONS[one.reason] ?? one.reason}`),
    ...failed.slice(0, MOST_LINES).map((one) => `  没有生成 ${one.address}：${one.reason}`),
  ]
}

const TELL_EVERY = 10_000

async function verify(cli: Cli, dir: string, options: Options): Promise<void> {
  const { checkExport } = await import('../export/check.ts')
  let told = 0
  const progress = (files: number) => {
    if (files < told + TELL_EVERY) return
    told = files
    cli.say(`已核对 ${files} 个文件`)
  }
  const found = await checkExport(dir, progress).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') throw new Refusal(`${dir} 不是导出目录`)
    throw error
  })
  if (found.faults.length > 0) cli.fail()
  const count = (what: keyof typeof FAULTS) => found.faults.filter((one) => one.what === what).length
  const counts = { changed: count('changed'), missing: count('missing'), foreign: count('foreign') }
  cli.answer(options, { ...found, ...counts }, () => [
    found.faults.length === 0
      ? `${found.files} 个文件都与清单一致`
      : `核对 ${found.files} 个文件：被改动 ${counts.changed}，缺失 ${counts.missing}，多出 ${counts.foreign}`,
    ...found.faults.slice(0, MOST_LINES).map((one) => `  ${FAULTS[one.what]} ${one.host}/${one.file}`),
  ])
}

const NO_FOLDER = ['EACCES', 'EEXIST', 'ENOTDIR', 'EPERM', 'EROFS']

/** What was given as a folder cannot be one: a mistake of whoever asks, told in a line. */
const isNoFolder = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && NO_FOLDER.includes(String(error.code))
