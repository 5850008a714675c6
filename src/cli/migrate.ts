import type { Command } from 'commander'
import { type Cli, JSON_OPTION } from './command.ts'

export function addMigrate(program: Command, cli: Cli): void {
  program
    .command('migrate')
    .description('把数据库结构升级到当前版本')
    .option(...JSON_OPTION)
    .action((options: { json?: boolean }) =>
      // Building the app migrates.
      cli.withApp(async (app) => {
        const { rows } = await app.engine.pool.query<{ count: number }>(
          'SELECT count(*)::int AS count FROM kernel.migration',
        )
        const steps = rows[0]?.count ?? 0
        cli.answer(options, { migrations: steps }, () => [`数据库结构已是最新（共 ${steps} 步）`])
      }),
    )
}
