import type { Command } from 'commander'
import { inView } from '../kernel/work.ts'
import { type Cli, JSON_OPTION, operator } from './command.ts'

export function addAudit(program: Command, cli: Cli): void {
  program
    .command('audit')
    .description('审计记录')
    .command('verify')
    .description('校验全部审计记录；有被改动或缺失的，退出码为 1')
    .option(...JSON_OPTION)
    .action((options: { json?: boolean }) =>
      cli.withApp(async (app) => {
        const { verifyAudit } = await import('../modules/audit/index.ts')
        const result = await inView(app.engine, operator, (view) => verifyAudit(view))
        if (!result.isIntact) cli.fail()
        cli.answer(options, result, () => [
          result.isIntact
            ? `${result.entries} 条审计记录完好`
            : `发现 ${result.faults.length} 处异常${result.isCapped ? '以上' : ''}`,
          ...result.faults.map((fault) => `  链 ${fault.chain} 第 ${fault.seq} 条：${fault.detail}`),
          `封印 ${result.seal}`,
        ])
      }),
    )
}
