import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import type { Actor } from '../../kernel/actor.ts'
import { aProvince, type Kit, problem, startKit } from '../../../test/kit/index.ts'
import { authenticate } from './authenticate.ts'
import { addAccount } from './commands/add-account.ts'
import { addGrant } from './commands/add-grant.ts'
import { changePassword } from './commands/change-password.ts'
import { disableAccount } from './commands/disable-account.ts'
import { giveGrant } from './commands/give-grant.ts'
import { openAccount } from './commands/open-account.ts'
import { resetPassword } from './commands/reset-password.ts'
import { revokeGrant } from './commands/revoke-grant.ts'
import { revokeSession } from './commands/revoke-session.ts'
import { setPasswordRule } from './commands/set-password-rule.ts'
import { signIn } from './commands/sign-in.ts'
import { unlockAccount } from './commands/unlock-account.ts'
import { updateAccount } from './commands/update-account.ts'
import type { Role } from './contract.ts'
import { hashPassword } from './passwords.ts'
import { getAccount } from './queries/get-account.ts'
import { getRights } from './queries/get-rights.ts'
import { listAccounts } from './queries/list-accounts.ts'
import { listSessions } from './queries/list-sessions.ts'
import { previewGrant } from './queries/preview-grant.ts'
import { visitor } from '../../kernel/actor.ts'
import type { Scope } from './scopes.ts'

const kit: Kit = await startKit()
kit.setNow('2026-11-21T08:00:00Z')
const province = await kit.work(aProvince)
const { government, city, county } = province.organisations
const facts = { address: '10.0.0.8', agent: 'test', token: null }
const PASSWORD = 'Yuntai-2026-lake'
const hash = await hashPassword(PASSWORD)
const scopeOf = (organisation: typeof government): Scope => ({
  tree: 'organisation',
  id: organisation.id,
  name: organisation.name,
  path: organisation.path,
  wallPath: organisation.path,
})

let serial = 0
const open = (organisation: typeof government) =>
  kit.work(async (work) => {
    const login = `clerk${++serial}`
    const { id } = await addAccount(work, {
      login,
      name: '苗青禾',
      organisationId: organisation.id,
      password: { hash },
    })
    return { id, login }
  })

/** Somebody with an account, a role, and an open session, as the edge would see them. */
async function somebody(role: Role, at: typeof government): Promise<Actor> {
  const { id, login } = await open(at)
  await kit.work((work) =>
    addGrant(work, { accountId: id, role, scope: scopeOf(at), stage: role === 'reviewer' ? 1 : null }),
  )
  return actorOf(login, PASSWORD)
}

async function actorOf(login: string, password: string): Promise<Actor> {
  const outcome = await kit.workAs(visitor, (work) => signIn(work, { body: { account: login, password } }, facts))
  assert.ok('token' in outcome)
  const found = await authenticate(kit.engine)(outcome.token, facts)
  assert.ok(found)
  return found.actor
}

const organisationBody = (id: string) => ({ tree: 'organisation' as const, scopeId: id, stage: null })
const systemAdmin = await somebody('system_admin', city)
const securityAdmin = await somebody('security_admin', city)
const auditAdmin = await somebody('audit_admin', city)
const editor = await somebody('editor', county)

describe('accounts', () => {
  it('are opened with a temporary password that must be changed', async () => {
    const body = { login: 'newcomer', name: '甘霖', organisationId: county.id, phone: '' }
    const opened = await kit.workAs(systemAdmin, (work) => openAccount(work, { body }))
    const actor = await actorOf('newcomer', opened.temporaryPassword)
    assert.deepEqual(actor.grants, [])
    assert.equal(opened.account.mustChangePassword, true)
    kit.setNow('2026-11-21T08:01:00Z')
    const weak = { body: { current: opened.temporaryPassword, next: 'newcomer' } }
    await assert.rejects(
      kit.workAs(actor, (work) => changePassword(work, weak)),
      problem('invalid'),
    )
    const good = { body: { current: opened.temporaryPassword, next: 'Lanting-2026-xu' } }
    assert.deepEqual(await kit.workAs(actor, (work) => changePassword(work, good)), { done: true })
    await actorOf('newcomer', 'Lanting-2026-xu')
    const back = { body: { current: 'Lanting-2026-xu', next: opened.temporaryPassword } }
    await assert.rejects(
      kit.workAs(actor, (work) => changePassword(work, back)),
      problem('invalid'),
    )
  })

  it('count wrong current passwords too', async () => {
    const { id, login } = await open(county)
    const actor = await actorOf(login, PASSWORD)
    const wrong = { body: { current: 'x', next: 'Lanting-2026-xu' } }
    const codes = []
    for (let i = 0; i < 6; i++) {
      const outcome = await kit.workAs(actor, (work) => changePassword(work, wrong))
      codes.push('refusal' in outcome ? outcome.refusal.code : 'done')
    }
    assert.deepEqual(codes, [...Array.from({ length: 5 }, () => 'invalid'), 'account-locked'])
    const account = await kit.workAs(systemAdmin, (work) => unlockAccount(work, { params: { id } }))
    assert.equal(account.state, 'active')
  })

  it('are not opened outside one’s subtree, nor without the permission', async () => {
    const body = { login: 'elsewhere', name: '甘霖', organisationId: government.id, phone: '' }
    await assert.rejects(
      kit.workAs(systemAdmin, (work) => openAccount(work, { body })),
      problem('forbidden'),
    )
    const near = { ...body, organisationId: county.id }
    for (const actor of [securityAdmin, auditAdmin, editor]) {
      await assert.rejects(
        kit.workAs(actor, (work) => openAccount(work, { body: near })),
        problem('forbidden'),
      )
    }
  })

  it('keep one login for one person, whatever the case', async () => {
    const { login } = await open(county)
    const body = { login: login.toUpperCase(), name: '甘霖', organisationId: county.id, phone: '' }
    await assert.rejects(
      kit.workAs(systemAdmin, (work) => openAccount(work, { body })),
      problem('login-taken'),
    )
  })

  it('are changed only from a fresh copy and never moved out of reach', async () => {
    const { id } = await open(county)
    const body = { name: '甘霖', organisationId: county.id, phone: '0999-1234', expectedVersion: 1 }
    const changed = await kit.workAs(systemAdmin, (work) => updateAccount(work, { params: { id }, body }))
    assert.equal(changed.name, '甘霖')
    await assert.rejects(
      kit.workAs(systemAdmin, (work) => updateAccount(work, { params: { id }, body })),
      problem('version-conflict'),
    )
    const away = { ...body, expectedVersion: 2, organisationId: government.id }
    await assert.rejects(
      kit.workAs(systemAdmin, (work) => updateAccount(work, { params: { id }, body: away })),
      problem('forbidden'),
    )
  })

  it('are out at once when disabled or given a new password', async () => {
    const { id, login } = await open(county)
    const actor = await actorOf(login, PASSWORD)
    const reset = await kit.workAs(systemAdmin, (work) => resetPassword(work, { params: { id } }))
    const sessions = await kit.viewAs({ ...actor }, (view) => listSessions(view, { query: {} }))
    assert.equal(sessions.items.length, 0)
    const body = { expectedVersion: reset.account.version }
    const disabled = await kit.workAs(systemAdmin, (work) => disableAccount(work, { params: { id }, body }))
    assert.equal(disabled.state, 'disabled')
    const rights = await kit.viewAs(securityAdmin, (view) =>
      getRights(view, { params: { id }, query: { organisationId: county.id } }),
    )
    assert.ok(rights.barred)
  })

  it('of another kind of administrator are not taken over', async () => {
    const id = securityAdmin.id ?? ''
    await assert.rejects(
      kit.workAs(systemAdmin, (work) => resetPassword(work, { params: { id } })),
      problem('account-of-another-administrator'),
    )
    await assert.rejects(
      kit.workAs(systemAdmin, (work) => disableAccount(work, { params: { id }, body: { expectedVersion: 1 } })),
      problem('account-of-another-administrator'),
    )
    const other = await somebody('security_admin', county)
    await kit.workAs(securityAdmin, (work) => resetPassword(work, { params: { id: other.id ?? '' } }))
  })

  it('are listed inside one’s subtree only, and found by text, role, state and organisation', async () => {
    const all = { page: 1, pageSize: 200, sort: 'login' as const }
    await kit.work((work) =>
      addAccount(work, { login: 'governor', name: '省府一人', organisationId: government.id, password: { hash } }),
    )
    const list = (query: Partial<Parameters<typeof listAccounts>[1]['query']>) =>
      kit.viewAs(systemAdmin, (view) => listAccounts(view, { query: { ...all, ...query } }))
    assert.equal((await list({ text: 'governor' })).total, 0)
    assert.equal((await list({ text: 'newcomer' })).total, 1)
    assert.equal((await list({ text: '%' })).total, 0)
    assert.deepEqual(
      (await list({ role: 'editor' })).items.map((row) => row.id),
      [editor.id],
    )
    assert.equal((await list({ state: 'disabled' })).total, 1)
    assert.ok((await list({ organisationId: county.id })).total < (await list({})).total)
    await assert.rejects(
      kit.viewAs(editor, (view) => listAccounts(view, { query: all })),
      problem('forbidden'),
    )
    await assert.rejects(
      kit.viewAs(editor, (view) => getAccount(view, { params: { id: systemAdmin.id ?? '' } })),
      problem('not-found'),
    )
  })
})

describe('roles', () => {
  const give = (
    actor: Actor,
    id: string,
    body: { role: Role; scopeId: string; tree: 'organisation' | 'site'; stage: number | null },
  ) => kit.workAs(actor, (work) => giveGrant(work, { params: { id }, body }))

  it('are given, explained and taken away', async () => {
    const { id, login } = await open(county)
    const wanted = { role: 'reviewer' as const, tree: 'site' as const, scopeId: province.county.id, stage: 2 }
    const preview = await kit.viewAs(securityAdmin, (view) => previewGrant(view, { params: { id }, query: wanted }))
    assert.equal(preview.refusal, null)
    assert.deepEqual(
      preview.permissions.map((one) => [one.permission, one.isNew]),
      [
        ['document.read', true],
        ['document.review', true],
      ],
    )
    const account = await give(securityAdmin, id, wanted)
    const query = { siteId: province.county.id }
    const { rights } = await kit.viewAs(securityAdmin, (view) => getRights(view, { params: { id }, query }))
    const review = rights.find((right) => right.permission === 'document.review')
    assert.equal(review?.isAllowed, true)
    assert.equal(review?.because[0]?.reason, '审核员（第 2 审）（芦汀县人民政府及下级），苗青禾于 2026-11-21 授予')
    assert.equal(rights.find((right) => right.permission === 'document.publish')?.isAllowed, false)
    const actor = await actorOf(login, PASSWORD)
    assert.deepEqual(
      actor.grants.map((grant) => [grant.permission, grant.tree, grant.path, grant.stage]),
      [
        ['document.read', 'site', province.county.path, 2],
        ['document.review', 'site', province.county.path, 2],
      ],
    )
    const again = await kit.viewAs(securityAdmin, (view) => previewGrant(view, { params: { id }, query: wanted }))
    assert.equal(again.refusal?.code, 'grant-exists')
    const grantId = account.grants[0]?.id ?? ''
    const left = await kit.workAs(securityAdmin, (work) => revokeGrant(work, { params: { id: grantId } }))
    assert.deepEqual(left.grants, [])
    await assert.rejects(
      kit.workAs(securityAdmin, (work) => revokeGrant(work, { params: { id: grantId } })),
      problem('grant-revoked'),
    )
  })

  it('are never given to oneself', async () => {
    await assert.rejects(
      give(securityAdmin, securityAdmin.id ?? '', { role: 'security_admin', ...organisationBody(county.id) }),
      problem('grant-to-self'),
    )
  })

  it('are not given outside the giver’s subtree, neither place nor person', async () => {
    const { id } = await open(county)
    const outside = { role: 'editor' as const, ...organisationBody(government.id) }
    await assert.rejects(give(securityAdmin, id, outside), problem('grant-outside'))
    const site = { role: 'editor' as const, tree: 'site' as const, scopeId: province.province.id, stage: null }
    await assert.rejects(give(securityAdmin, id, site), problem('grant-outside'))
    const stranger = await open(government)
    const inside = { role: 'editor' as const, ...organisationBody(county.id) }
    await assert.rejects(give(securityAdmin, stranger.id, inside), problem('not-found'))
    for (const actor of [systemAdmin, auditAdmin]) {
      await assert.rejects(give(actor, id, inside), problem('grant-outside'))
    }
  })

  it('of administrators are for separate people', async () => {
    const at = organisationBody(county.id)
    const asAdmin = give(securityAdmin, systemAdmin.id ?? '', { role: 'audit_admin', ...at })
    await assert.rejects(asAdmin, problem('administrator-separation'))
    const asEditor = give(securityAdmin, systemAdmin.id ?? '', { role: 'editor', ...at })
    await assert.rejects(asEditor, problem('administrator-holds-no-content-role'))
    const promoted = give(securityAdmin, editor.id ?? '', { role: 'system_admin', ...at })
    await assert.rejects(promoted, problem('content-account-no-administrator'))
    const onSite = { role: 'system_admin' as const, tree: 'site' as const, scopeId: province.county.id, stage: null }
    await assert.rejects(give(securityAdmin, (await open(county)).id, onSite), problem('grant-tree'))
    const noStage = { role: 'reviewer' as const, ...at }
    await assert.rejects(give(securityAdmin, (await open(county)).id, noStage), problem('grant-stage'))
  })

  it('of an administrator may change once the last one is taken', async () => {
    const { id } = await open(county)
    const account = await give(securityAdmin, id, { role: 'audit_admin', ...organisationBody(county.id) })
    assert.equal(account.administrator, 'audit_admin')
    await kit.workAs(securityAdmin, (work) => revokeGrant(work, { params: { id: account.grants[0]?.id ?? '' } }))
    const changed = await give(securityAdmin, id, { role: 'editor', ...organisationBody(county.id) })
    assert.deepEqual([changed.administrator, changed.grants[0]?.role], [null, 'editor'])
  })
})

describe('sessions of others', () => {
  it('are seen and ended by who holds session.manage there', async () => {
    const { id, login } = await open(county)
    const actor = await actorOf(login, PASSWORD)
    const query = { accountId: id }
    const seen = await kit.viewAs(securityAdmin, (view) => listSessions(view, { query }))
    assert.deepEqual(
      seen.items.map((one) => [one.id, one.address, one.isCurrent]),
      [[actor.sessionId, '10.0.0.8', false]],
    )
    await assert.rejects(
      kit.viewAs(systemAdmin, (view) => listSessions(view, { query })),
      problem('forbidden'),
    )
    const params = { id: actor.sessionId ?? '' }
    await assert.rejects(
      kit.workAs(editor, (work) => revokeSession(work, { params })),
      problem('not-found'),
    )
    await kit.workAs(securityAdmin, (work) => revokeSession(work, { params }))
    const left = await kit.viewAs(securityAdmin, (view) => listSessions(view, { query }))
    assert.deepEqual(left.items, [])
  })
})

describe('the rule of passwords', () => {
  const rule = {
    minLength: 12,
    classes: 3,
    notReused: 5,
    maxAgeDays: 90,
    lockAfter: 5,
    lockMinutes: 15,
    idleMinutes: 30,
    absoluteHours: 12,
  }
  it('binds everybody, so only a security administrator of the whole tree sets it', async () => {
    for (const actor of [securityAdmin, systemAdmin, editor]) {
      await assert.rejects(
        kit.workAs(actor, (work) => setPasswordRule(work, { body: rule })),
        problem('forbidden'),
      )
    }
    const top = await somebody('security_admin', government)
    const set = await kit.workAs(top, (work) => setPasswordRule(work, { body: rule }))
    assert.deepEqual([set.rule.minLength, set.setByName], [12, '苗青禾'])
    const { rows } = await kit.pool.query('SELECT count(*) AS n FROM identity.rule')
    assert.equal(rows[0].n, 2)
  })
})

describe('the second wall', () => {
  const grantRow = {
    role: 'editor',
    stage: null,
    tree: 'organisation',
    scope_name: 'x',
    granted_at: new Date(),
    revoked_at: null,
  }
  const place = (organisation: typeof government) => ({
    scope_id: organisation.id,
    scope_path: organisation.path,
    wall_path: organisation.path,
  })
  const insert = (actor: Actor, values: object) =>
    kit.workAs(actor, (work) => {
      const row = {
        id: crypto.randomUUID(),
        granted_by: actor.id,
        ...grantRow,
        ...place(county),
        account_id: editor.id ?? '',
      }
      return work.db
        .insertInto('identity.grant')
        .values({ ...row, ...values })
        .execute()
    })

  it('refuses a grant outside, to oneself, or against separation, whatever the code says', async () => {
    await assert.rejects(insert(securityAdmin, { ...place(government) }), /row-level security/)
    await assert.rejects(insert(editor, {}), /grant_not_to_self/)
    await assert.rejects(insert(securityAdmin, { account_id: auditAdmin.id }), /holds no other role/)
    await assert.rejects(insert(securityAdmin, { role: 'audit_admin' }), /list of administrators/)
  })

  it('refuses to change or open accounts outside', async () => {
    const stranger = await open(government)
    await assert.rejects(
      kit.workAs(systemAdmin, (work) =>
        work.db.updateTable('identity.account').set({ password_hash: hash }).where('id', '=', stranger.id).execute(),
      ),
      /outside the actor's organisations/,
    )
    const row = { id: stranger.id, login: 'x1', name: '某某', organisationId: government.id, password: { hash } }
    await assert.rejects(
      kit.workAs(systemAdmin, (work) => addAccount(work, row)),
      /outside the actor's organisations/,
    )
  })
})
