import type { Command } from 'commander'
import { type Cli, JSON_OPTION, Refusal } from './command.ts'

type Options = { province: string; towns?: string[]; json?: boolean }

export function addSetup(program: Command, cli: Cli): void {
  program
    .command('setup')
    .description('建立一个真实的省')
    .command('divisions <file...>')
    .description(
      '由行政区划表（CSV，可为 gzip；列 code,name,level,parent）建立区划、省市县三级政府机构和门户站点；可重复执行',
    )
    .requiredOption('--province <prefix>', '省级代码的前两位，如 51')
    .option('--towns <code...>', '为这些县（12 位或前 6 位代码）的乡镇和村建立子门户')
    .option(...JSON_OPTION)
    .action((files: string[], options: Options) =>
      cli.withApp(async (app) => {
        if (!/^\d{2}(0{10})?$/.test(options.province)) throw new Refusal('--province 应为省级代码的前两位，如 51')
        const { setupProvince } = await import('./setup-province.ts')
        const result = await setupProvince(app, cli, {
          files,
          prefix: options.province.slice(0, 2),
          towns: (options.towns ?? []).map((code) => code.padEnd(12, '0')),
        })
        cli.answer(options, result, () => [
          `区划：读取 ${result.divisions.read} 行，新增 ${result.divisions.imported}，更新 ${result.divisions.updated}，未变 ${result.divisions.unchanged}，拒绝 ${result.divisions.rejected}`,
          `机构：新建 ${result.organisations.created}，已有 ${result.organisations.existing}`,
          `站点：新建 ${result.sites.created}（${Object.entries(result.sites.byLevel)
            .map(([level, count]) => `${level} ${count}`)
            .join('，')}），已有 ${result.sites.existing}，${result.sites.channels} 个栏目`,
          ...(result.home === null ? [] : [`省级门户：${result.home}`]),
          ...result.divisions.rejections.slice(0, 100).map((one) => `第 ${one.line} 行 ${one.field}：${one.reason}`),
        ])
      }),
    )
}
