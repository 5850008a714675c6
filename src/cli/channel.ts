import type { Command } from 'commander'
import { inView } from '../kernel/work.ts'
import { type Cli, JSON_OPTION, operator, table } from './command.ts'

export function addChannel(program: Command, cli: Cli): void {
  const channel = program.command('channel').description('栏目')
  channel
    .command('list')
    .description('列出一个站点的栏目，按栏目树的顺序')
    .requiredOption('--site <code>', '站点代码')
    .option(...JSON_OPTION)
    .action((options: { site: string; json?: boolean }) =>
      cli.withApp(async (app) => {
        const [{ channelTree }, { siteNamed, siteUrl }] = await Promise.all([
          import('../modules/sites/index.ts'),
          import('./find.ts'),
        ])
        const rows = await inView(app.engine, operator, async (view) => {
          const site = await siteNamed(view, options.site)
          const base = siteUrl(site, app.config.port)
          return (await channelTree(view, site.id)).map(({ id, code, name, kind, path, linkUrl, depth }) => ({
            depth,
            answer: { id, code, name, kind, url: linkUrl ?? (base && `${base}${path}/`) },
          }))
        })
        cli.answer(
          options,
          rows.map((row) => row.answer),
          () =>
            table(
              rows.map(({ depth, answer }) => [
                answer.code,
                answer.kind,
                '  '.repeat(depth) + answer.name,
                answer.url ?? '',
              ]),
            ),
        )
      }),
    )
}
