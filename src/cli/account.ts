import { randomInt } from 'node:crypto'
import type { Command } from 'commander'
import { inWork } from '../kernel/work.ts'
import { type Cli, JSON_OPTION, operator, Refusal } from './command.ts'

type New = {
  login: string
  name: string
  organisation: string
  role?: string[]
  stage?: string
  site?: string
  json?: boolean
}

export function addAccount(program: Command, cli: Cli): void {
  const account = program.command('account').description('账号')
  account
    .command('create')
    .description('新建账号，给出一次性初始密码')
    .requiredOption('--login <login>', '登录名')
    .requiredOption('--name <name>', '姓名')
    .requiredOption('--organisation <code>', '所在机构的代码')
    .option('--role <role...>', '授予的角色，范围为该机构，或 --site 指定的站点')
    .option('--stage <n>', '审核人员负责第几审')
    .option('--site <code>', '角色的范围限于这个站点')
    .option(...JSON_OPTION)
    .action((options: New) =>
      cli.withApp(async (app) => {
        const { createAccount } = await import('../modules/identity/index.ts')
        const temporaryPassword = randomPassword()
        const made = await inWork(app.engine, operator, async (work) => {
          const scope = await scopeNamed(work, options)
          const { login, name } = options
          const { id } = await createAccount(work, {
            login,
            name,
            organisationId: scope.organisationId,
            password: temporaryPassword,
            mustChangePassword: true,
          })
          await giveRoles(work, id, options, scope)
          return { id, login, temporaryPassword }
        })
        cli.answer(options, made, () => [
          `已建账号 ${made.login}，初始密码 ${made.temporaryPassword}（首次登录须修改）`,
        ])
      }),
    )
  account
    .command('reset-password <login>')
    .description('启用、解锁并重置密码，给出一次性密码')
    .option(...JSON_OPTION)
    .action((login: string, options: { json?: boolean }) =>
      cli.withApp(async (app) => {
        const { rescueAccount } = await import('../modules/identity/index.ts')
        const made = await inWork(app.engine, operator, (work) => rescueAccount(work, login))
        cli.answer(options, made, () => [`${made.login} 的一次性密码：${made.temporaryPassword}`])
      }),
    )
}

type Work = Parameters<Parameters<typeof inWork>[2]>[0]
type Scope = {
  organisationId: string
  scope: { tree: 'organisation' | 'site'; id: string; name: string; path: string; wallPath: string }
}

async function scopeNamed(work: Work, { organisation: code, site: siteCode }: New): Promise<Scope> {
  const organisation = await work.db
    .selectFrom('organisations.v_directory')
    .select(['id', 'name', 'path'])
    .where('code', '=', code)
    .executeTakeFirst()
  if (!organisation) throw new Refusal(`没有代码为 ${code} 的机构`)
  if (siteCode === undefined) {
    return {
      organisationId: organisation.id,
      scope: { tree: 'organisation', ...organisation, wallPath: organisation.path },
    }
  }
  const { siteNamed } = await import('./find.ts')
  const { id, name, path, ownerPath } = await siteNamed(work, siteCode)
  return { organisationId: organisation.id, scope: { tree: 'site', id, name, path, wallPath: ownerPath } }
}

async function giveRoles(
  work: Work,
  accountId: string,
  { role: roles = [], stage }: New,
  { scope }: Scope,
): Promise<void> {
  const [{ grantRole }, { Role }] = await Promise.all([
    import('../modules/identity/index.ts'),
    import('../modules/identity/contract.ts'),
  ])
  for (const word of roles) {
    const role = Role.safeParse(word)
    if (!role.success) throw new Refusal(`没有角色 ${word}，可选：${Role.options.join('、')}`)
    await grantRole(work, { accountId, role: role.data, stage: stage === undefined ? null : Number(stage), scope })
  }
}

const LETTERS = ['ABCDEFGHJKLMNPQRSTUVWXYZ', 'abcdefghijkmnpqrstuvwxyz', '23456789', '!#%+=?@']
const LENGTH = 16

/** Of every class of characters, none that is easily misread. */
function randomPassword(): string {
  const letters = Array.from({ length: LENGTH }, (_, at) => LETTERS[at % LETTERS.length] ?? '')
  return letters.map((some) => some.charAt(randomInt(some.length))).join('')
}
