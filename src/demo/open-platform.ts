import type { App } from '../app.ts'
import { system } from '../kernel/actor.ts'
import { inWork, type Work } from '../kernel/work.ts'
import { createAccount, grantRole, hashPassword } from '../modules/identity/index.ts'
import { findDivision, importDivisions, registerOrganisations } from '../modules/organisations/index.ts'

/** Where the first administrators belong until real bodies are set up. Outside the range GB/T 2260 assigns. */
const NOWHERE = { code: '000000000000', name: '平台', level: 1, parent: '' }
const OFFICE = { code: 'platform', name: '平台运行管理机构', shortName: '平台管理' }

const ADMINISTRATORS = [
  { login: 'system', name: '系统管理员', role: 'system_admin' },
  { login: 'security', name: '安全管理员', role: 'security_admin' },
  { login: 'audit', name: '审计管理员', role: 'audit_admin' },
] as const

/** An empty platform with its three administrators (三员分立), who choose a password of their own at the first sign-in. */
export async function openPlatform({ config, engine }: App, say: (line: string) => void): Promise<void> {
  const password = config.adminPassword
  if (password === null) {
    throw new Error(
      '数据库是空的，并且 DEMO=0：请用环境变量 ADMIN_PASSWORD 设定首批管理员的初始密码（至少 12 位），然后重新启动。',
    )
  }
  const hash = await hashPassword(password)
  await inWork(engine, system('first-start'), (work) => addAdministrators(work, hash))
  say('已建立首批管理员 system、security、audit，初始密码为 ADMIN_PASSWORD，首次登录时须修改。')
}

async function addAdministrators(work: Work, hash: string): Promise<void> {
  await importDivisions(work, [NOWHERE])
  const division = await findDivision(work, NOWHERE.code, NOWHERE.level)
  if (!division) throw new Error('the division of the platform was not made')
  const [office] = await registerOrganisations(work, [
    { ...OFFICE, kind: 'agency', divisionId: division.id, parentCode: null },
  ])
  if (!office) throw new Error('the office of the platform was not made')
  for (const { login, name, role } of ADMINISTRATORS) {
    const { id } = await createAccount(work, {
      login,
      name,
      organisationId: office.id,
      password: { hash },
      mustChangePassword: true,
    })
    // The whole tree: bodies that are set up later stand beside the platform's own.
    await grantRole(work, {
      accountId: id,
      role,
      scope: { tree: 'organisation', id: office.id, name: '全部机构', path: '/', wallPath: '/' },
    })
  }
}
