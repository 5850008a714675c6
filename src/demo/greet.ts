import type { App } from '../app.ts'
import { system } from '../kernel/actor.ts'
import { inView } from '../kernel/work.ts'
import { siteByCode } from '../modules/sites/index.ts'
import { accounts, DEMO_PASSWORD } from './accounts.ts'
import { doneSteps } from './load-steps.ts'

const SHOWN: readonly (readonly [what: string, code: string])[] = [
  ['省门户', 'yunling'],
  ['省级部门', 'mzt'],
  ['市门户', 'jichuan'],
  ['县门户', 'lutingxian'],
  ['镇子门户', 'lt-taoxi'],
  ['村子门户', 'lt-taoxi-xiahe'],
]

/** Says where everything is; in the demonstration also who may sign in. */
export async function greet({ config, engine }: App, say: (line: string) => void): Promise<void> {
  const port = config.port === 80 ? '' : `:${config.port}`
  const isDemo = (await doneSteps(engine.pool)).has('done')
  const rows = isDemo ? await addresses(engine, port) : []
  rows.push(['管理台', `http://localhost${port}/console/`])
  say('')
  say('一网已启动')
  for (const [what, url] of rows) say(`  ${pad(what, 10)}${url}`)
  if (isDemo) sayAccounts(say)
  say('')
  say('按 Ctrl-C 停止')
}

async function addresses(engine: App['engine'], port: string): Promise<[string, string][]> {
  return inView(engine, system('first-start'), async (view) => {
    const rows: [string, string][] = []
    for (const [what, code] of SHOWN) {
      const site = await siteByCode(view, code)
      if (site?.host) rows.push([what, `http://${site.host}${port}${site.basePath}/`])
    }
    return rows
  })
}

function sayAccounts(say: (line: string) => void): void {
  const all = accounts()
  const width = Math.max(...all.map(({ login }) => login.length)) + 2
  say('')
  say(`  演示账号（密码均为 ${DEMO_PASSWORD}）`)
  for (const { login, name, duty } of all) say(`  ${pad(login, width)}${pad(name, 10)}${duty}`)
}

/** Chinese characters take two columns of a terminal. */
function pad(text: string, width: number): string {
  const taken = text.length + (text.match(/[\u2e80-\uffee]/g)?.length ?? 0)
  return text + ' '.repeat(Math.max(1, width - taken))
}
