import type { Command } from 'commander'
import { inView } from '../kernel/work.ts'
import { type Cli, JSON_OPTION, operator, Refusal } from './command.ts'

const OBSTACLES = {
  otherRelease: '留存的页面出自另一个版本的程序或模板，无法比对；门户进程下次启动时会自动重建',
  otherDatabase: '留存的页面出自另一个数据库，或数据库已恢复到更早的一天，无法比对；门户进程下次启动时会自动重建',
} as const
const TOO_OLD = '留存的页面太旧，其间的变更记录已经清除，无法比对；门户进程下次启动时会自动重建'
const TELL_EVERY = 500

export function addVerifyPages(program: Command, cli: Cli): void {
  program
    .command('verify-pages')
    .description('把留存的每个页面重新生成一遍，逐字节比对；有不该出现的差异时退出码为 1。可在系统运行时执行')
    .option('--site <code>', '只比对这个站点的页面')
    .option(...JSON_OPTION)
    .action((options: { site?: string; json?: boolean }) =>
      cli.withApp(async (app) => {
        const [{ openCheck, TooOld }, { verifyPages }, { siteNamed }] = await Promise.all([
          import('../roles/page-check.ts'),
          import('../portal/verify.ts'),
          import('./find.ts'),
        ])
        const code = options.site
        const site = code === undefined ? null : await inView(app.engine, operator, (view) => siteNamed(view, code))
        const begun = performance.now()
        const check = await openCheck(app)
        try {
          if (check.obstacle) throw new Refusal(OBSTACLES[check.obstacle])
          const found = await verifyPages(check.verifying, {
            ...(site ? { siteId: site.id } : {}),
            progress: (done) => done % TELL_EVERY === 0 && cli.say(`已比对 ${done} 个页面`),
          }).catch((error: unknown) => {
            throw error instanceof TooOld ? new Refusal(TOO_OLD) : error
          })
          const seconds = Math.round(performance.now() - begun) / 1_000
          if (found.missed > 0) cli.fail()
          cli.answer(options, { ...found, seconds }, () => [
            `比对 ${found.pages} 个页面，用时 ${seconds.toFixed(1)} 秒：${found.missed === 0 ? '没有一页说错' : `${found.missed} 页说错`}`,
            `等待更新 ${found.differing - found.missed} 页；白白作废 ${found.superfluous} 页；累计重做 ${found.remade} 页，其中内容没变 ${found.unchanged} 页`,
            ...found.addresses.map((address) => `  ${address}`),
          ])
        } finally {
          await check.close()
        }
      }),
    )
}
