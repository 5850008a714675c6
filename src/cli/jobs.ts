import type { Command } from 'commander'
import { type Cli, JSON_OPTION } from './command.ts'

export function addJobs(program: Command, cli: Cli): void {
  program
    .command('jobs')
    .description('后台任务')
    .command('drain')
    .description('处理完所有等待中的事件和任务后返回')
    .option(...JSON_OPTION)
    .action((options: { json?: boolean }) =>
      cli.withApp(async (app) => {
        const started = Date.now()
        await app.drain()
        const seconds = (Date.now() - started) / 1000
        cli.answer(options, { done: true, seconds }, () => [`已全部处理，用时 ${seconds.toFixed(1)} 秒`])
      }),
    )
}
