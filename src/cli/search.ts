import { setTimeout as sleep } from 'node:timers/promises'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import { inView } from '../kernel/work.ts'
import {
  type NodeState,
  plainQuery,
  type SearchClient,
  type SearchHit,
  SearchUnavailable,
} from '../modules/search/index.ts'
import type { SiteCard } from '../modules/sites/index.ts'
import { type Cli, JSON_OPTION, operator, Refusal, table } from './command.ts'

type Options = { site?: string; limit: string; json?: boolean }

/** The index follows within milliseconds; after a large import it may take longer. */
const CATCH_UP_MS = 300_000

export function addSearch(program: Command, cli: Cli): void {
  program
    .command('search <words...>')
    .description('检索所有站点上已发布的内容，与门户的搜索框相同；等索引跟上数据库后再查')
    .option('--site <code>', '只查这个站点')
    .option('--limit <n>', '最多列出多少条（1 至 50）', '10')
    .option(...JSON_OPTION)
    .action((words: string[], options: Options) => run(cli, words.join(' '), options))
  const index = program.command('search-index').description('检索索引')
  index
    .command('status')
    .description('索引的状态')
    .option(...JSON_OPTION)
    .action((options: { json?: boolean }) => status(cli, options))
  index
    .command('rebuild')
    .description('重建索引；重建期间照常检索旧索引')
    .option(...JSON_OPTION)
    .action((options: { json?: boolean }) => rebuild(cli, options))
}

async function run(cli: Cli, text: string, options: Options): Promise<void> {
  const limit = Number(options.limit)
  if (!Number.isInteger(limit) || limit < 1 || limit > 50) throw new Refusal('--limit 应为 1 至 50')
  await cli.withApp(async (app) => {
    const [{ withSearch }, { siteNamed }] = await Promise.all([import('./search-node.ts'), import('./find.ts')])
    const code = options.site
    const site = code === undefined ? null : await inView(app.engine, operator, (view) => siteNamed(view, code))
    const answer = await withSearch(app, cli, async (node) => {
      if (!(await node.caughtUp({ milliseconds: CATCH_UP_MS }))) cli.say('索引还没有跟上数据库，结果可能不全')
      const now = app.engine.clock().getTime()
      const wish = site === null ? {} : { filters: { site: [site.id] }, siteId: site.id }
      return node.search(plainQuery(text, now, { limit, ...wish }))
    })
    const hits = await present(app, answer.hits)
    cli.answer(options, { total: answer.total, hits }, () => [
      answer.isBehind
        ? `约 ${answer.total} 条（索引漏过了更新，正在重建）`
        : `共 ${answer.total} 条${answer.isTotalExact ? '' : '以上'}`,
      ...table(hits.map((hit) => [hit.kind, hit.title, hit.site ?? '', hit.url ?? ''])),
    ])
  })
}

async function present(app: App, hits: readonly SearchHit[]) {
  const [{ sitesByIds }, { siteUrl }] = await Promise.all([import('../modules/sites/index.ts'), import('./find.ts')])
  const ids = [...new Set(hits.flatMap((hit) => hit.card.siteId ?? []))]
  const sites = await inView(app.engine, operator, (view) => sitesByIds(view, ids))
  const urlOf = (site: SiteCard | undefined, { card }: SearchHit): string | null => {
    const home = site ? siteUrl(site, app.config.port) : null
    if (home === null) return null
    if (card.type !== 'file') return `${home.slice(0, -1)}${encodeURI(card.path)}`
    return new URL(`/files/${card.blob ?? ''}/${encodeURIComponent(card.fileName ?? '')}`, home).href
  }
  return hits.map((hit) => {
    const site = sites.get(hit.card.siteId ?? '')
    return {
      id: hit.card.itemId ?? hit.id.slice(hit.id.indexOf(':') + 1),
      externalId: hit.card.externalId ?? null,
      title: hit.title.map((piece) => piece.text).join(''),
      url: urlOf(site, hit),
      site: site?.code ?? null,
      kind: hit.card.kind,
    }
  })
}

const MB = 1024 * 1024
const isoOf = (at: number | null) => (at === null || at === 0 ? '—' : new Date(at).toISOString())

function linesOf({ figures, ...state }: NodeState): string[] {
  const { rebuilding: building } = state
  return [
    `文档 ${figures.docs}，已隐藏 ${figures.hidden}，待更新 ${Math.max(figures.pending, state.waiting)}`,
    `占用磁盘 ${(figures.bytes / MB).toFixed(1)} MB，内存 ${(figures.memoryBytes / MB).toFixed(1)} MB`,
    `建成于 ${isoOf(figures.builtAt)}，已跟随到 ${isoOf(state.followedUntil)}`,
    ...(building === null ? [] : [`正在重建：${building.done} / ${building.total ?? '?'}`]),
    ...(state.isTrusted
      ? []
      : [state.isBehind ? '索引漏过了更新，正在重建；逐条核对后照常应答' : '索引尚未建成，暂不提供检索']),
    ...(state.lastError === null ? [] : [`最近的错误（${isoOf(state.lastError.at)}）：${state.lastError.text}`]),
  ]
}

async function status(cli: Cli, options: { json?: boolean }): Promise<void> {
  await cli.withApp(async (app) => {
    const { withSearch } = await import('./search-node.ts')
    const state = await withSearch(app, cli, (node) => node.state())
    cli.answer(options, state, () => linesOf(state))
  })
}

const LOOK_MS = 500
const TELL_EVERY = 10
/** In a row; then nobody is there any more. */
const MOST_FAILURES = 20

async function rebuild(cli: Cli, options: { json?: boolean }): Promise<void> {
  await cli.withApp(async (app) => {
    const { withSearch } = await import('./search-node.ts')
    const begun = performance.now()
    const state = await withSearch(app, cli, async (node) => {
      await node.rebuild()
      await built(node, cli)
      return node.state()
    })
    const seconds = Math.round((performance.now() - begun) / 100) / 10
    cli.answer(options, { ...state, seconds }, () => [`索引已重建，用时 ${seconds} 秒`, ...linesOf(state)])
  })
}

/** Busy as it is with building, it may be slow to say how far it is. */
async function built(node: SearchClient, cli: Cli): Promise<void> {
  let failures = 0
  for (let looks = 1; ; looks++) {
    const state = await node.state().catch((error: unknown) => {
      if (!(error instanceof SearchUnavailable) || ++failures > MOST_FAILURES) throw error
      return null
    })
    if (state !== null) failures = 0
    if (state?.rebuilding === null) return
    if (state && looks % TELL_EVERY === 0) cli.say(`已完成 ${state.rebuilding.done} / ${state.rebuilding.total ?? '?'}`)
    await sleep(LOOK_MS)
  }
}
