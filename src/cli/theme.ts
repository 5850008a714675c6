import { readFile } from 'node:fs/promises'
import type { Command } from 'commander'
import type { App } from '../app.ts'
import { inView, inWork } from '../kernel/work.ts'
import { type Cli, JSON_OPTION, operator, Refusal, table } from './command.ts'
import { sizeOf } from './read-file.ts'

type Json = { json?: boolean }
type Key = { theme: 'base' | 'government' | 'department' | 'village'; name: string }

export function addTheme(program: Command, cli: Cli): void {
  const theme = program.command('theme').description('页面模板：base 对所有站点有效，版式自己的模板优先')
  theme
    .command('list [theme]')
    .description('列出页面模板；* 为自己替换过的')
    .option(...JSON_OPTION)
    .action((name: string | undefined, options: Json) =>
      cli.withApp(async (app) => {
        const { listTemplates } = await import('../modules/sites/index.ts')
        const query = name === undefined ? {} : { theme: themeNamed(name) }
        const rows = await inView(app.engine, operator, (view) => listTemplates(view, { query }, app.templates))
        cli.answer(options, rows, () =>
          table(
            rows.map((row) => [
              row.isReplaced ? '*' : '',
              `${row.theme}/${row.name}`,
              String(row.characters),
              row.since ?? '',
              row.fault ? `不能使用：${row.fault}` : row.note,
            ]),
          ),
        )
      }),
    )
  theme
    .command('show <template>')
    .description('输出一个页面模板，如 base/parts/nav')
    .option('--at <instant>', '过去某一时刻的，如 2026-11-21T08:00:00+08:00')
    .option('--shipped', '随系统发布的')
    .option(...JSON_OPTION)
    .action((id: string, options: Json & { at?: string; shipped?: boolean }) =>
      cli.withApp(async (app) => {
        const found = await templateNamed(app, keyOf(id), instantOf(options.at))
        if (!found) throw new Refusal(`没有这个页面模板：${id}`)
        const source = options.shipped ? found.shippedSource : found.source
        if (source === null) throw new Refusal(`${id} 不是随系统发布的`)
        cli.answer(options, options.shipped ? { ...found, source } : found, () => [source.replace(/\n$/, '')])
      }),
    )
  theme
    .command('put <template> <file>')
    .description('替换一个页面模板；先试排全部样页，有问题不保存')
    .option('--note <note>', '为什么替换，记入历史', '')
    .option('--expect <digest>', '替换前应有的摘要，默认不检查')
    .option('--new', '还没有这个模板，新增一个')
    .option(...JSON_OPTION)
    .action((id: string, file: string, options: Json & { note: string; expect?: string; new?: boolean }) =>
      cli.withApp(async (app) => {
        const { putTemplate } = await import('../modules/sites/index.ts')
        const params = keyOf(id)
        if ((await sizeOf(file)) > MOST_BYTES) throw new Refusal(`${file} 太大，不是页面模板`)
        const source = await textIn(file)
        const standing = await templateNamed(app, params)
        if (!standing && !options.new) throw new Refusal(`没有这个页面模板：${id}`, ['  新增一个请加 --new'])
        const expectedDigest = options.expect ?? standing?.digest ?? null
        const body = { source, note: options.note, expectedDigest }
        const saved = await inWork(app.engine, operator, (work) => putTemplate(work, { params, body }, app.templates))
        cli.answer(options, saved, () => [
          `${standing ? '已替换' : '已新增'} ${id}，${saved.characters} 个字符，摘要 ${saved.digest}`,
        ])
      }),
    )
  theme
    .command('reset <template>')
    .description('恢复随系统发布的页面模板')
    .option(...JSON_OPTION)
    .action((id: string, options: Json) =>
      cli.withApp(async (app) => {
        const { resetTemplate } = await import('../modules/sites/index.ts')
        const params = keyOf(id)
        const expectedDigest = (await templateNamed(app, params))?.digest ?? ''
        const result = await inWork(app.engine, operator, (work) =>
          resetTemplate(work, { params, query: { expectedDigest } }, app.templates),
        )
        cli.answer(options, result, () => [result.template ? `已恢复 ${id}` : `已去掉 ${id}`])
      }),
    )
  theme
    .command('history <template>')
    .description('一个页面模板的历史，最近的在前')
    .option(...JSON_OPTION)
    .action((id: string, options: Json) =>
      cli.withApp(async (app) => {
        const { getTemplateHistory } = await import('../modules/sites/index.ts')
        const params = keyOf(id)
        const rows = await inView(app.engine, operator, (view) => getTemplateHistory(view, { params }))
        cli.answer(options, rows, () =>
          table(rows.map((row) => [row.from, row.to ?? '至今', row.digest.slice(0, 12), row.note])),
        )
      }),
    )
}

/** More than any template has, in any encoding of its characters. */
const MOST_BYTES = 1_000_000
const THEMES: readonly Key['theme'][] = ['base', 'government', 'department', 'village']

function themeNamed(name: string): Key['theme'] {
  const found = THEMES.find((one) => one === name)
  if (!found) throw new Refusal(`没有这个版式：${name}`, [`  可选：${THEMES.join('、')}`])
  return found
}

/** `base/parts/nav`: the first part is the theme. */
function keyOf(id: string): Key {
  const [theme = '', ...rest] = id.split('/')
  const name = rest.join('/')
  if (!/^[a-z0-9][a-z0-9-]*(\/[a-z0-9][a-z0-9-]*)?$/.test(name) || name.length > 80)
    throw new Refusal(`页面模板的名称不对：${id}`, ['  写法如 base/page-list、village/parts/nav'])
  return { theme: themeNamed(theme), name }
}

function instantOf(text: string | undefined): Date | undefined {
  if (text === undefined) return undefined
  const at = new Date(text)
  if (Number.isNaN(Number(at))) throw new Refusal(`时刻不对：${text}`)
  return at
}

async function textIn(file: string): Promise<string> {
  const bytes = await readFile(file)
  try {
    // The byte order mark is kept for the rules to see to.
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
  } catch {
    throw new Refusal(`${file} 不是 UTF-8 文本`)
  }
}

async function templateNamed(app: App, key: Key, at?: Date) {
  const { findTemplate } = await import('../modules/sites/index.ts')
  return inView(app.engine, operator, (view) => findTemplate(view, { ...key, at: at ?? view.now }, app.templates))
}
