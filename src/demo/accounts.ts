import { personName } from './people.ts'

export type DemoRole =
  | 'system_admin'
  | 'security_admin'
  | 'audit_admin'
  | 'site_manager'
  | 'editor'
  | 'reviewer'
  | 'publisher'
  | 'operator'

export interface DemoGrant {
  role: DemoRole
  /** Review stage, for reviewers only. */
  stage: 1 | 2 | 3 | null
  scope: { tree: 'organisation' | 'site'; code: string }
}

export interface DemoAccount {
  login: string
  name: string
  organisationCode: string
  /** What the person does, in one line for the list that the start prints. */
  duty: string
  grants: DemoGrant[]
}

/** One password for all demonstration accounts; it is printed at the start and worth nothing elsewhere. */
export const DEMO_PASSWORD = 'Yunling@2026'

const onSite = (role: DemoRole, code: string, stage: DemoGrant['stage'] = null): DemoGrant => ({
  role,
  stage,
  scope: { tree: 'site', code },
})
const inProvince = (role: DemoRole): DemoGrant => ({
  role,
  stage: null,
  scope: { tree: 'organisation', code: 'yunling' },
})

function account(login: string, organisationCode: string, duty: string, grants: DemoGrant[]): DemoAccount {
  return { login, name: personName(`account/${login}`), organisationCode, duty, grants }
}

/** One person for each role, and a clerk of a village who writes and publishes there alone. */
export function accounts(): DemoAccount[] {
  return [
    account('system', 'yunling-xxzx', '系统管理员：站点、栏目、机构与系统设置', [inProvince('system_admin')]),
    account('security', 'yunling-bgs', '安全管理员：账号、角色与授权', [inProvince('security_admin')]),
    account('audit', 'yunling-sjt', '审计管理员：查看与核对审计日志', [inProvince('audit_admin')]),
    account('manager', 'jichuan-bgs', '站点管理员：霁川市门户及其下级站点', [onSite('site_manager', 'jichuan')]),
    account('editor', 'yunling-bgs', '编辑：省政府门户', [onSite('editor', 'yunling')]),
    account('reviewer1', 'yunling-bgs', '初审：省政府门户', [onSite('reviewer', 'yunling', 1)]),
    account('reviewer2', 'yunling-bgs', '复审：省政府门户', [onSite('reviewer', 'yunling', 2)]),
    account('reviewer3', 'yunling', '终审：省政府门户', [onSite('reviewer', 'yunling', 3)]),
    account('publisher', 'yunling-bgs', '发布：省政府门户', [onSite('publisher', 'yunling')]),
    account('operator', 'yunling-xxzx', '运维：全部站点', [onSite('operator', 'yunling')]),
    account('village', 'jichuan-lutingxian-taoxi-xiahe', '村信息员：桃蹊镇下河村子门户', [
      onSite('editor', 'lt-taoxi-xiahe'),
      onSite('publisher', 'lt-taoxi-xiahe'),
    ]),
  ]
}
