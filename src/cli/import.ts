import { createReadStream } from 'node:fs'
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import { inView, inWork, type View } from '../kernel/work.ts'
import type { Counts, Mapping } from '../modules/migration/index.ts'
import type { ChannelCard, SiteCard } from '../modules/sites/index.ts'
import { type Cli, JSON_OPTION, operator, Refusal } from './command.ts'

type Options = { site: string; channel: string; mapping?: string; dryRun?: boolean; source?: string; json?: boolean }

const MOST_TOLD = 10_000
const PROGRESS_MS = 1000

export function addImport(program: Command, cli: Cli): void {
  program
    .command('import')
    .description('导入')
    .command('documents <file>')
    .description('导入 JSON Lines 或 CSV 文件（可为 gzip）中的稿件，直接发布到栏目；重复导入按外部编号更新')
    .requiredOption('--site <code>', '站点代码')
    .requiredOption('--channel <code>', '栏目代码或路径')
    .option('--mapping <file|name>', '字段对应关系：JSON 文件，或在管理台保存的名称；默认按列名猜测')
    .option('--source <name>', '数据来源的名称，同一来源的外部编号相同即为同一稿件；默认用文件名')
    .option('--dry-run', '只检查和比较，不写入')
    .option(...JSON_OPTION)
    .action((file: string, options: Options) =>
      cli.withApp(async (app) => {
        const result = await importDocuments(app, cli, { file, options })
        cli.answer(options, result, () => [
          `读取 ${result.read} 行：新增 ${result.imported}，更新 ${result.updated}，未变 ${result.unchanged}，拒绝 ${result.rejected}；用时 ${result.seconds} 秒`,
          ...result.rejections.map((one) => `第 ${one.line} 行 ${one.field}：${one.reason}`),
          ...result.hints,
        ])
      }),
    )
}

async function importDocuments(app: App, cli: Cli, { file, options }: { file: string; options: Options }) {
  const [migration, { sizeOf }] = await Promise.all([import('../modules/migration/index.ts'), import('./read-file.ts')])
  const { endRun, importFile, openRun, rejectionsAfter, UnreadableFile } = migration
  const bytes = await sizeOf(file)
  const open = async () => createReadStream(file)
  const started = Date.now()
  const { site, channel } = await inView(app.engine, operator, (view) => targetOf(view, options))
  const source =
    options.source ??
    path
      .basename(file)
      .replace(/\.gz$/i, '')
      .replace(/\.[a-z]+$/i, '')
  const isDryRun = options.dryRun === true
  const unreadable = (error: unknown): never => {
    throw error instanceof UnreadableFile ? new Refusal(`${file}：${error.message}`) : error
  }
  const fallback = options.source ?? site.name
  const mapping = await inView(app.engine, operator, (view) =>
    mappingOf(view, { open, site, channel, fallback, named: options.mapping }),
  ).catch(unreadable)
  const wish = { channelId: channel.id, fileName: path.basename(file), blob: null, bytes, mapping, source, isDryRun }
  const runId = await inWork(app.engine, operator, (work) => openRun(work, wish))
  const job = { runId, siteId: site.id, channelId: channel.id, source, mapping, isDryRun, lineDone: 0, open }
  try {
    const counts = await importFile(app.engine, job, { actor: operator, onProgress: progress(cli, bytes) })
    await inWork(app.engine, operator, (work) => endRun(work, runId, { state: 'done' }))
    const rejections = await inView(app.engine, operator, (view) =>
      rejectionsAfter(view, runId, { line: -1, field: '' }, MOST_TOLD),
    )
    const told = rejections.map(({ line, field, reason }) => ({ line, field, reason }))
    const hints = hintsOf(counts, site)
    return { ...counts, rejections: told, hints, seconds: (Date.now() - started) / 1000, runId }
  } catch (error) {
    const failure =
      error instanceof UnreadableFile ? error.why : { reason: error instanceof Error ? error.message : String(error) }
    await inWork(app.engine, operator, (work) => endRun(work, runId, { state: 'failed', failure })).catch(
      () => undefined,
    )
    return unreadable(error)
  }
}

/** States of a site in which readers see it. */
const SEEN: readonly SiteCard['state'][] = ['running', 'exceptional', 'closing']

/** What an operator would wonder about next. */
function hintsOf({ read, rejected, imported, updated }: Counts, site: SiteCard): string[] {
  const hints: string[] = []
  if (read > 0 && rejected === read)
    hints.push('所有行都被拒绝：文件里没有的字段，可以在 --mapping 的对应关系中给出固定值（constant）')
  if (imported + updated > 0 && !SEEN.includes(site.state))
    hints.push(`站点“${site.name}”还不是运行状态，读者看不到这些内容：请在管理台变更站点状态`)
  return hints
}

async function targetOf(view: View, options: Options) {
  const { siteNamed, channelNamed } = await import('./find.ts')
  const site = await siteNamed(view, options.site)
  return { site, channel: await channelNamed(view, site, options.channel) }
}

type Wish = {
  open: () => Promise<ReturnType<typeof createReadStream>>
  site: SiteCard
  channel: ChannelCard
  fallback: string
  named: string | undefined
}

async function mappingOf(view: View, { open, site, channel, fallback, named }: Wish): Promise<Mapping> {
  const { columnsOfFile, findMapping, guessFor, Mapping } = await import('../modules/migration/index.ts')
  if (named === undefined) return guessFor(view, channel.itemKind, await columnsOfFile(open), fallback)
  const saved = await findMapping(view, site.id, named)
  if (saved) return saved
  const text = await readFile(named, 'utf8').catch(() => {
    throw new Refusal(`既没有名为“${named}”的对应关系，也没有这个文件`)
  })
  const parsed = Mapping.safeParse(jsonOf(text))
  if (parsed.success) return parsed.data
  throw new Refusal(
    `${named} 不是有效的对应关系`,
    parsed.error.issues.map((issue) => `  ${issue.path.join('.')}: ${issue.message}`),
  )
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}

function progress(cli: Cli, bytes: number): (counts: Counts, bytesRead: number) => void {
  let told = Date.now()
  return (counts, bytesRead) => {
    if (Date.now() - told < PROGRESS_MS) return
    told = Date.now()
    cli.say(
      `已读 ${Math.round((bytesRead / bytes) * 100)}%：新增 ${counts.imported}，更新 ${counts.updated}，未变 ${counts.unchanged}，拒绝 ${counts.rejected}`,
    )
  }
}
