import type { Command } from 'commander'
import { JSON_OPTION, operator, type Register, Refusal } from '../cli/command.ts'

type Options = { items: string; json?: boolean }

const FEWEST = 1
const MOST = 20_000_000

/** `province --items N`: the fictional province at any size, in an empty database. */
export const addProvince: Register = (program: Command, cli) => {
  program
    .command('province')
    .description('在空数据库里建立任意规模的演示省')
    .requiredOption('--items <n>', '稿件篇数（每个栏目至少一篇）')
    .option(...JSON_OPTION)
    .action(({ items, json }: Options) =>
      cli.withApp(async (app) => {
        const wanted = Number(items)
        if (!Number.isInteger(wanted) || wanted < FEWEST || wanted > MOST) {
          throw new Refusal(`--items 应为 ${FEWEST} 到 ${MOST} 之间的整数`)
        }
        const { buildProvince } = await import('./build-province.ts')
        const built = await buildProvince(app, { items: wanted, actor: operator, say: (line) => cli.say(line) })
        if (!built) throw new Refusal('数据库不是空的：请换一个 DATA_DIR，或先清空数据库')
        const itemsPerSecond = Math.round(built.items / built.seconds)
        const answer = { items: built.items, sites: built.sites, seconds: round(built.seconds), itemsPerSecond }
        cli.answer(json === undefined ? {} : { json }, answer, () => [
          `演示省已建好：稿件 ${built.items} 篇，站点 ${built.sites} 个，用时 ${answer.seconds} 秒，每秒 ${itemsPerSecond} 篇`,
        ])
      }),
    )
}

const round = (seconds: number): number => Math.round(seconds * 10) / 10
