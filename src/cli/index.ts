import { Command, CommanderError } from 'commander'
import { addProvince } from '../demo/cli.ts'
import { addAccount } from './account.ts'
import { addAudit } from './audit.ts'
import { addChannel } from './channel.ts'
import { createCli, type Register, Refusal } from './command.ts'
import { addEval } from './eval-search.ts'
import { addExport } from './export.ts'
import { addImport } from './import.ts'
import { addJobs } from './jobs.ts'
import { addMigrate } from './migrate.ts'
import { addOpenapi } from './openapi.ts'
import { addSearch } from './search.ts'
import { addSetup } from './setup.ts'
import { addSite } from './site.ts'
import { addTheme } from './theme.ts'
import { addVerifyPages } from './verify-pages.ts'

/** One line per group of commands. */
const groups: readonly Register[] = [
  addSite,
  addChannel,
  addTheme,
  addSetup,
  addProvince,
  addImport,
  addAccount,
  addAudit,
  addJobs,
  addVerifyPages,
  addExport,
  addSearch,
  addMigrate,
  addOpenapi,
  addEval,
]

/** Runs one command; says the exit code: 0 done, 1 refused or failed, 2 not understood. */
export async function runCli(
  argv: readonly string[],
  environment: Record<string, string | undefined>,
): Promise<number> {
  const program = new Command('yiwang')
    .description('一网：政府网站集约化平台的命令行')
    .exitOverride()
    .configureOutput({ writeOut: (text) => void process.stdout.write(text) })
    .showHelpAfterError('（加 --help 查看用法）')
  const cli = createCli(environment)
  for (const add of groups) add(program, cli)
  try {
    await program.parseAsync([...argv])
    return cli.exitCode()
  } catch (error) {
    if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2
    const { message, details } = error instanceof Refusal ? error : await cli.explain(error)
    process.stderr.write(`${[message, ...details].join('\n')}\n`)
    if (argv.includes('--json')) process.stdout.write(`${JSON.stringify({ error: { message, details } })}\n`)
    return 1
  }
}
