import type { Command } from 'commander'
import { sql } from 'kysely'
import { inView, inWork, type View } from '../kernel/work.ts'
import { type Cli, JSON_OPTION, operator, Refusal, table } from './command.ts'

type Filters = { level?: string; kind?: string; under?: string; json?: boolean }

export function addSite(program: Command, cli: Cli): void {
  const site = program.command('site').description('站点')
  site
    .command('list')
    .description('列出站点')
    .option('--level <level>', 'province、city、county、town 或 village')
    .option('--kind <kind>', 'portal、department 或 subportal')
    .option('--under <code>', '只列这个站点和它的下级')
    .option(...JSON_OPTION)
    .action((options: Filters) =>
      cli.withApp(async (app) => {
        const rows = await inView(app.engine, operator, (view) => listSites(view, options, app.config.port))
        cli.answer(options, rows, () =>
          table(rows.map((row) => [row.code, row.level, row.kind, row.name, row.url ?? ''])),
        )
      }),
    )
  site
    .command('create')
    .description('按建站模板新建一个站点')
    .requiredOption('--blueprint <code>', '建站模板代码')
    .requiredOption('--code <code>', '站点代码')
    .requiredOption('--name <name>', '站点名称')
    .requiredOption('--level <level>', 'province、city、county、town 或 village')
    .requiredOption('--owner <code>', '主办单位的机构代码')
    .option('--kind <kind>', 'portal、department 或 subportal', 'portal')
    .option('--operator <code>', '承办单位的机构代码，默认同主办单位')
    .option('--parent <code>', '上级站点代码')
    .option('--host <host>', '域名')
    .option('--slug <slug>', '子门户在县级站点下的路径')
    .option(...JSON_OPTION)
    .action(({ json, ...row }: Record<string, string> & { json?: boolean }) =>
      cli.withApp(async (app) => {
        const { registerSitesInBulk } = await import('../modules/sites/index.ts')
        const result = await inWork(app.engine, operator, (work) =>
          registerSitesInBulk(work, {
            body: {
              isDryRun: false,
              mode: 'allOrNothing',
              rows: [{ ...row, operator: row['operator'] ?? row['owner'] ?? '' }],
            },
          }),
        )
        refuseFaults(result.faults)
        const [made] = result.sites
        cli.answer({ json: json === true }, made, () => [
          `已建站点 ${made?.code ?? ''}，${made?.channelsCreated ?? 0} 个栏目；读者还看不到，请在管理台把站点状态变更为运行`,
        ])
      }),
    )
  program
    .command('sites')
    .description('批量处理站点')
    .command('import <file>')
    .description('从 CSV 表格批量建站')
    .option('--dry-run', '只检查，不建立')
    .option(...JSON_OPTION)
    .action((file: string, options: { dryRun?: boolean; json?: boolean }) =>
      cli.withApp(async (app) => {
        const { registerSitesInBulk } = await import('../modules/sites/index.ts')
        const rows = await readRows(file)
        const result = await inWork(app.engine, operator, (work) =>
          registerSitesInBulk(work, { body: { isDryRun: options.dryRun === true, mode: 'create', rows } }),
        )
        if (result.faults.length > 0) cli.fail()
        cli.answer(options, result, () => [
          `读取 ${result.read} 行，可用 ${result.usable} 行，建立 ${result.created} 个站点`,
          ...result.faults.map((fault) => `第 ${fault.row} 行 ${fault.column}“${fault.value}”：${fault.detail}`),
        ])
      }),
    )
}

function refuseFaults(faults: readonly { column: string; value: string; detail: string }[]): void {
  if (faults.length > 0)
    throw new Refusal(
      '站点没有建立',
      faults.map((one) => `  ${one.column}“${one.value}”：${one.detail}`),
    )
}

async function readRows(file: string): Promise<Record<string, string>[]> {
  const { recordsOf } = await import('./read-file.ts')
  const rows: Record<string, string>[] = []
  for await (const row of recordsOf(file)) {
    if ('fault' in row) throw new Refusal(`第 ${row.line} 行：${row.fault}`)
    rows.push(row.record)
  }
  return rows
}

async function listSites(view: View, filters: Filters, port: number) {
  const { siteNamed, siteUrl } = await import('./find.ts')
  let select = view.db
    .selectFrom('sites.v_site')
    .select(['id', 'code', 'name', 'level', 'kind', 'host', 'base_path'])
    .orderBy('path')
  if (filters.level) select = select.where(sql<boolean>`level = ${filters.level}`)
  if (filters.kind) select = select.where(sql<boolean>`kind = ${filters.kind}`)
  if (filters.under) select = select.where('path', 'like', `${(await siteNamed(view, filters.under)).path}%`)
  const rows = await select.execute()
  return rows.map(({ base_path, ...row }) => ({ ...row, url: siteUrl({ ...row, base_path }, port) }))
}
