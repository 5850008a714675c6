import type { Command } from 'commander'
import { noBlobs } from '../kernel/blobs.ts'
import type { Operation } from '../kernel/contract.ts'
import { noPages } from '../kernel/pages-in-use.ts'
import { noTemplates } from '../kernel/templates.ts'
import { type Cli, JSON_OPTION } from './command.ts'

export function addOpenapi(program: Command, cli: Cli): void {
  program
    .command('openapi')
    .description('输出 API 的 OpenAPI 3.1 文档（不需要数据库）')
    .option(...JSON_OPTION)
    .action(async () => {
      const [{ describeApi }, { modules }, { createPool }] = await Promise.all([
        import('../roles/web.ts'),
        import('../modules.ts'),
        import('../kernel/database.ts'),
      ])
      const declared: Operation[] = []
      const declare = (contract: Operation) => void declared.push(contract)
      const refuse = () => {
        throw new Error('only described here')
      }
      const services = {
        engine: {
          // Connects when first asked, and nobody asks.
          pool: createPool('', { max: 1, name: 'openapi' }),
          clock: () => new Date(),
          ledger: { audit: refuse, events: refuse, jobs: refuse },
        },
        blobs: noBlobs,
        templates: noTemplates,
        pages: noPages,
        labels: [],
      }
      for (const module of modules)
        module.routes?.({ query: declare, command: declare, raw: () => undefined, services })
      cli.answer({ json: true }, describeApi(declared), () => [])
    })
}
