import { z } from 'zod'
import { Done, Instant, operation, pageOf, pageQuery } from '../../kernel/contract.ts'

export const Role = z.enum([
  'system_admin',
  'security_admin',
  'audit_admin',
  'site_manager',
  'editor',
  'reviewer',
  'publisher',
  'operator',
])
export type Role = z.output<typeof Role>

export const Tree = z.enum(['organisation', 'site'])
export type Tree = z.output<typeof Tree>

/** A role in one subtree. `stage` is the review stage of a reviewer. */
export const Grant = z.object({
  id: z.uuid(),
  role: Role,
  stage: z.int().nullable(),
  tree: Tree,
  scopeId: z.uuid(),
  scopeName: z.string(),
  grantedByName: z.string().nullable(),
  grantedAt: Instant,
})
export type Grant = z.output<typeof Grant>

export const Session = z.object({
  account: z.object({
    id: z.uuid(),
    login: z.string(),
    name: z.string(),
    organisationId: z.uuid(),
    organisationName: z.string(),
  }),
  csrfToken: z.string(),
  /** Distinct; empty while the password must be changed. */
  permissions: z.array(z.string()),
  grants: z.array(Grant),
  mustChangePassword: z.boolean(),
  locale: z.enum(['zh-CN', 'en']),
  expiresAt: Instant,
})
export type Session = z.output<typeof Session>

const idParams = z.object({ id: z.uuid() })
const expectedVersion = z.int().positive()
const password = z.string().min(1).max(200)

export const signIn = operation({
  method: 'POST',
  path: '/session',
  summary: '登录',
  permission: 'public',
  body: z.object({ account: z.string().trim().min(1).max(64), password }),
  reply: Session,
})

export const getSession = operation({
  method: 'GET',
  path: '/session',
  summary: '当前登录',
  permission: 'session',
  reply: Session,
})

export const signOut = operation({
  method: 'DELETE',
  path: '/session',
  summary: '退出登录',
  permission: 'session',
  reply: Done,
})

export const changePassword = operation({
  method: 'PUT',
  path: '/session/password',
  summary: '修改自己的密码',
  permission: 'session',
  body: z.object({ current: password, next: password }),
  reply: Done,
})

export const changeLocale = operation({
  method: 'PUT',
  path: '/session/locale',
  summary: '切换界面语言',
  permission: 'session',
  body: z.object({ locale: z.enum(['zh-CN', 'en']) }),
  reply: Done,
})

export const SessionEntry = z.object({
  id: z.uuid(),
  address: z.string(),
  agent: z.string(),
  createdAt: Instant,
  seenAt: Instant,
  expiresAt: Instant,
  isCurrent: z.boolean(),
})

export const listSessions = operation({
  method: 'GET',
  path: '/sessions',
  summary: '有效的登录（自己的，或所管账号的）',
  permission: 'session',
  query: z.object({ accountId: z.uuid().optional() }),
  reply: z.object({ items: z.array(SessionEntry) }),
})

export const revokeSession = operation({
  method: 'DELETE',
  path: '/sessions/{id}',
  summary: '强制退出一个登录',
  permission: 'session',
  params: idParams,
  reply: Done,
})

export const AccountState = z.enum(['active', 'locked', 'disabled'])

export const AccountRow = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  organisation: z.object({ id: z.uuid(), name: z.string(), shortName: z.string() }),
  state: AccountState,
  lockedUntil: Instant.nullable(),
  roles: z.array(z.object({ role: Role, stage: z.int().nullable(), scopeName: z.string() })),
  lastSignInAt: Instant.nullable(),
  createdAt: Instant,
})

export const Account = z.object({
  id: z.uuid(),
  login: z.string(),
  name: z.string(),
  phone: z.string(),
  organisation: z.object({ id: z.uuid(), name: z.string(), shortName: z.string() }),
  state: AccountState,
  lockedUntil: Instant.nullable(),
  mustChangePassword: z.boolean(),
  passwordSetAt: Instant,
  lastSignInAt: Instant.nullable(),
  createdAt: Instant,
  locale: z.enum(['zh-CN', 'en']),
  administrator: Role.nullable(),
  grants: z.array(Grant),
  version: z.int(),
  /** What the one who asks may do with it. */
  can: z.object({
    update: z.boolean(),
    disable: z.boolean(),
    resetPassword: z.boolean(),
    grant: z.boolean(),
    sessions: z.boolean(),
  }),
})
export type Account = z.output<typeof Account>

export const listAccounts = operation({
  method: 'GET',
  path: '/accounts',
  summary: '账号',
  permission: 'session',
  query: z.object({
    ...pageQuery,
    text: z.string().trim().max(100).optional(),
    /** Accounts of this organisation and of those below it. */
    organisationId: z.uuid().optional(),
    role: Role.optional(),
    state: AccountState.optional(),
    sort: z.enum(['login', 'name', '-lastSignInAt', '-createdAt']).default('login'),
  }),
  reply: pageOf(AccountRow),
})

export const getAccount = operation({
  method: 'GET',
  path: '/accounts/{id}',
  summary: '账号',
  permission: 'session',
  params: idParams,
  reply: Account,
})

const accountFields = {
  name: z.string().trim().min(1).max(50),
  organisationId: z.uuid(),
  phone: z
    .string()
    .trim()
    .regex(/^[0-9+() -]{0,30}$/)
    .default(''),
}

/** A temporary password, shown this once. It must be changed at the first sign-in. */
export const Temporary = z.object({ account: Account, temporaryPassword: z.string() })

export const createAccount = operation({
  method: 'POST',
  path: '/accounts',
  summary: '开通账号',
  permission: 'account.manage',
  body: z.object({
    login: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._@-]{1,63}$/),
    ...accountFields,
  }),
  reply: Temporary,
})

export const updateAccount = operation({
  method: 'PUT',
  path: '/accounts/{id}',
  summary: '修改账号',
  permission: 'account.manage',
  params: idParams,
  body: z.object({ ...accountFields, expectedVersion }),
  reply: Account,
})

export const disableAccount = operation({
  method: 'POST',
  path: '/accounts/{id}/disable',
  summary: '停用账号',
  permission: 'session',
  params: idParams,
  body: z.object({ expectedVersion }),
  reply: Account,
})

export const enableAccount = operation({
  method: 'POST',
  path: '/accounts/{id}/enable',
  summary: '启用账号',
  permission: 'session',
  params: idParams,
  body: z.object({ expectedVersion }),
  reply: Account,
})

export const unlockAccount = operation({
  method: 'POST',
  path: '/accounts/{id}/unlock',
  summary: '解除锁定',
  permission: 'session',
  params: idParams,
  reply: Account,
})

export const resetPassword = operation({
  method: 'POST',
  path: '/accounts/{id}/password',
  summary: '重置密码',
  permission: 'session',
  params: idParams,
  reply: Temporary,
})

export const RoleEntry = z.object({
  role: Role,
  name: z.string(),
  description: z.string(),
  isAdministrator: z.boolean(),
  hasStage: z.boolean(),
  trees: z.array(Tree),
  permissions: z.array(z.object({ permission: z.string(), name: z.string() })),
})

export const listRoles = operation({
  method: 'GET',
  path: '/roles',
  summary: '角色目录',
  permission: 'session',
  reply: z.object({ items: z.array(RoleEntry) }),
})

const wanted = { role: Role, tree: Tree, scopeId: z.uuid() }

export const giveGrant = operation({
  method: 'POST',
  path: '/accounts/{id}/grants',
  summary: '授予角色',
  permission: 'grant.manage',
  params: idParams,
  body: z.object({ ...wanted, stage: z.int().min(1).max(3).nullable().default(null) }),
  reply: Account,
})

export const previewGrant = operation({
  method: 'GET',
  path: '/accounts/{id}/grants/preview',
  summary: '授予之前：账号将得到什么',
  permission: 'grant.manage',
  params: idParams,
  query: z.object({ ...wanted, stage: z.coerce.number().int().min(1).max(3).optional() }),
  reply: z.object({
    scopeName: z.string(),
    /** How many organisations lie in the subtree; null for a site. */
    organisationCount: z.int().nullable(),
    permissions: z.array(z.object({ permission: z.string(), name: z.string(), isNew: z.boolean() })),
    /** Code and wording of what forbids it; null when it can be granted. */
    refusal: z.object({ code: z.string(), title: z.string() }).nullable(),
  }),
})

export const revokeGrant = operation({
  method: 'DELETE',
  path: '/grants/{id}',
  summary: '收回角色',
  permission: 'grant.manage',
  params: idParams,
  reply: Account,
})

export const getRights = operation({
  method: 'GET',
  path: '/accounts/{id}/rights',
  summary: '这个账号在这里能做什么，为什么',
  permission: 'session',
  params: idParams,
  query: z.object({ siteId: z.uuid().optional(), organisationId: z.uuid().optional() }),
  reply: z.object({
    placeName: z.string(),
    /** Why nothing is allowed at all (disabled account), or null. */
    barred: z.string().nullable(),
    rights: z.array(
      z.object({
        permission: z.string(),
        name: z.string(),
        isAllowed: z.boolean(),
        /** Each grant that allows it, with a sentence saying so. */
        because: z.array(Grant.extend({ reason: z.string() })),
      }),
    ),
  }),
})

export const PasswordRule = z.object({
  minLength: z.int().min(8).max(64),
  /** How many of: small letters, capitals, digits, other characters. */
  classes: z.int().min(1).max(4),
  /** The last so many passwords are not taken again. */
  notReused: z.int().min(0).max(24),
  /** 0: never grows old. */
  maxAgeDays: z.int().min(0).max(3650),
  lockAfter: z.int().min(3).max(20),
  lockMinutes: z.int().min(1).max(1440),
  idleMinutes: z.int().min(5).max(1440),
  absoluteHours: z.int().min(1).max(168),
})
export type PasswordRule = z.output<typeof PasswordRule>

const PasswordRuleInForce = z.object({
  rule: PasswordRule,
  validFrom: Instant,
  setByName: z.string().nullable(),
})

export const getPasswordRule = operation({
  method: 'GET',
  path: '/rules/password',
  summary: '密码与登录规则',
  permission: 'session',
  reply: PasswordRuleInForce,
})

export const setPasswordRule = operation({
  method: 'PUT',
  path: '/rules/password',
  summary: '修改密码与登录规则',
  permission: 'rule.manage',
  body: PasswordRule,
  reply: PasswordRuleInForce,
})
