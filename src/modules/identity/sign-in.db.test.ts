import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import cookie from '@fastify/cookie'
import Fastify from 'fastify'
import { createApi } from '../../kernel/http.ts'
import { kernelLabels } from '../../kernel/i18n.ts'
import { createLog } from '../../kernel/log.ts'
import { problemReply } from '../../kernel/problem-reply.ts'
import { anOrganisation, startKit } from '../../../test/kit/index.ts'
import { authenticate, createAccount, grantRole } from './index.ts'
import { identityLabels } from './labels.ts'
import { routes } from './routes.ts'

const PASSWORD = 'Cuowei-2026-xiahe'
const kit = await startKit()
kit.setNow('2026-11-21T08:00:00Z')
const organisation = await kit.work((work) => anOrganisation(work, { name: '霁川市住房保障局' }))

const server = Fastify({ logger: false })
await server.register(cookie)
server.setErrorHandler(problemReply([kernelLabels, identityLabels], createLog('silent')))
routes(createApi(server, { engine: kit.engine, authenticate: authenticate(kit.engine), declared: [] }))

const open = (login: string) =>
  kit.work(async (work) => {
    const { id } = await createAccount(work, {
      login,
      name: '简小禾',
      organisationId: organisation.id,
      password: PASSWORD,
    })
    const scope = {
      tree: 'organisation' as const,
      id: organisation.id,
      name: organisation.name,
      path: organisation.path,
      wallPath: organisation.path,
    }
    await grantRole(work, { accountId: id, role: 'editor', scope })
    return id
  })

const signIn = (account: string, password: string) =>
  server.inject({ method: 'POST', url: '/api/session', payload: { account, password } })

const get = (url: string, token: string) => server.inject({ method: 'GET', url, cookies: { 'yw-session': token } })

async function tokenOf(login: string): Promise<{ token: string; csrf: string }> {
  const reply = await signIn(login, PASSWORD)
  assert.equal(reply.statusCode, 200, reply.body)
  return { token: reply.cookies[0]?.value ?? '', csrf: reply.json().csrfToken }
}

describe('signing in', () => {
  it('opens a session, sets the cookie and says who one is and what one may do', async () => {
    await open('jianxiaohe')
    const reply = await signIn('JianXiaoHe', PASSWORD)
    assert.equal(reply.statusCode, 200, reply.body)
    const set = reply.cookies[0]
    assert.deepEqual([set?.name, set?.httpOnly, set?.sameSite, set?.path], ['yw-session', true, 'Lax', '/'])
    const session = reply.json()
    assert.equal(session.account.organisationName, '霁川市住房保障局')
    assert.deepEqual(session.permissions, ['document.read', 'document.write'])
    assert.equal(session.grants[0].role, 'editor')
    assert.equal(session.mustChangePassword, false)
    const again = await get('/api/session', set?.value ?? '')
    assert.deepEqual(again.json(), session)
  })

  it('goes on record as an act of the person, a wrong password as one of a visitor', async () => {
    const id = await open('jianshanhe')
    await signIn('jianshanhe', 'wrong')
    await tokenOf('jianshanhe')
    const { rows } = await kit.pool.query(
      `SELECT action, actor_kind, actor_name, actor_id, session_id IS NOT NULL AS has_session
       FROM audit.entry WHERE target_id = $1 AND action LIKE 'session.%' ORDER BY action`,
      [id],
    )
    assert.deepEqual(rows, [
      { action: 'session.open', actor_kind: 'person', actor_name: '简小禾', actor_id: id, has_session: true },
      { action: 'session.refuse', actor_kind: 'visitor', actor_name: '', actor_id: null, has_session: false },
    ])
  })

  it('keeps only a digest of the token', async () => {
    await open('digest')
    const { token } = await tokenOf('digest')
    const { rows } = await kit.pool.query(
      `SELECT to_json(s)::text LIKE '%' || $1 || '%' AS is_plain, token_digest = sha256(convert_to($1, 'UTF8')) AS is_digest
       FROM identity.session s JOIN identity.account a ON a.id = s.account_id WHERE a.login = 'digest'`,
      [token],
    )
    assert.deepEqual(rows, [{ is_plain: false, is_digest: true }])
  })

  it('refuses an unknown login and a wrong password in the same words', async () => {
    await open('known')
    const [unknown, wrong] = [await signIn('nobody', 'x'), await signIn('known', 'x')]
    assert.equal(unknown.statusCode, 401)
    assert.equal(unknown.json().code, 'sign-in-refused')
    const { instance: _a, ...left } = unknown.json()
    const { instance: _b, ...right } = wrong.json()
    assert.deepEqual(left, right)
  })

  it('locks after five wrong passwords, says until when, and opens again after that', async () => {
    const id = await open('guessed')
    for (let i = 0; i < 4; i++) assert.equal((await signIn('guessed', 'wrong')).json().code, 'sign-in-refused')
    const fifth = await signIn('guessed', 'wrong')
    assert.equal(fifth.json().code, 'account-locked')
    assert.match(fifth.json().title, /2026-11-21 16:15/)
    assert.equal((await signIn('guessed', PASSWORD)).json().code, 'account-locked')
    const { rows } = await kit.pool.query(
      "SELECT action FROM audit.entry WHERE target_id = $1 AND action LIKE '%lock%'",
      [id],
    )
    assert.equal(rows.length, 1)
    kit.setNow('2026-11-21T08:16:00Z')
    assert.equal((await signIn('guessed', PASSWORD)).statusCode, 200)
    kit.setNow('2026-11-21T08:00:00Z')
  })

  it('locks a login that nobody has in the same way', async () => {
    for (let i = 0; i < 4; i++) await signIn('ghost', 'wrong')
    assert.equal((await signIn('ghost', 'wrong')).json().code, 'account-locked')
  })

  it('does not let parallel guesses race past the counter', async () => {
    await open('raced')
    const codes = await Promise.all(Array.from({ length: 8 }, async () => (await signIn('raced', 'wrong')).json().code))
    assert.equal(codes.filter((code) => code === 'sign-in-refused').length, 4)
  })

  it('tells only somebody with the right password that an account is disabled', async () => {
    const id = await open('left')
    await kit.work((work) =>
      work.db.updateTable('identity.account').set({ disabled_at: work.now }).where('id', '=', id).execute(),
    )
    assert.equal((await signIn('left', 'wrong')).json().code, 'sign-in-refused')
    assert.equal((await signIn('left', PASSWORD)).json().code, 'account-disabled')
  })
})

describe('a session', () => {
  it('ends when the account is disabled, at once', async () => {
    const id = await open('fired')
    const { token } = await tokenOf('fired')
    assert.equal((await get('/api/session', token)).statusCode, 200)
    await kit.work((work) =>
      work.db.updateTable('identity.account').set({ disabled_at: work.now }).where('id', '=', id).execute(),
    )
    assert.equal((await get('/api/session', token)).statusCode, 401)
  })

  it('has the rights of now, not those of the request before', async () => {
    const id = await open('moved')
    const { token } = await tokenOf('moved')
    const rights = async () => (await get('/api/session', token)).json().permissions.length
    assert.ok((await rights()) > 0)
    assert.ok((await rights()) > 0)
    await kit.work((work) =>
      work.db.updateTable('identity.grant').set({ revoked_at: work.now }).where('account_id', '=', id).execute(),
    )
    assert.equal(await rights(), 0)
  })

  it('ends by signing out, which needs the CSRF token', async () => {
    await open('leaver')
    const { token, csrf } = await tokenOf('leaver')
    const cookies = { 'yw-session': token }
    assert.equal((await server.inject({ method: 'DELETE', url: '/api/session', cookies })).json().code, 'csrf')
    const out = await server.inject({
      method: 'DELETE',
      url: '/api/session',
      cookies,
      headers: { 'x-csrf-token': csrf },
    })
    assert.equal(out.statusCode, 200)
    assert.equal((await get('/api/session', token)).statusCode, 401)
  })

  it('ends after thirty idle minutes and after twelve hours in any case', async () => {
    await open('idler')
    const { token } = await tokenOf('idler')
    kit.setNow('2026-11-21T08:29:00Z')
    assert.equal((await get('/api/session', token)).statusCode, 200)
    kit.setNow('2026-11-21T08:58:00Z')
    assert.equal((await get('/api/session', token)).statusCode, 200)
    kit.setNow('2026-11-21T09:29:00Z')
    assert.equal((await get('/api/session', token)).statusCode, 401)
    kit.setNow('2026-11-21T08:00:00Z')
    const { token: busy } = await tokenOf('idler')
    for (let minutes = 25; minutes < 12 * 60; minutes += 25) {
      kit.setNow(new Date(Date.UTC(2026, 10, 21, 8, minutes)))
      assert.equal((await get('/api/session', busy)).statusCode, 200)
    }
    kit.setNow('2026-11-21T20:00:01Z')
    assert.equal((await get('/api/session', busy)).statusCode, 401)
    kit.setNow('2026-11-21T08:00:00Z')
  })

  it('gives no permission while the password is too old', async () => {
    await open('stale')
    kit.setNow('2027-03-01T08:00:00Z')
    const reply = await signIn('stale', PASSWORD)
    assert.equal(reply.json().mustChangePassword, true)
    assert.deepEqual(reply.json().permissions, [])
    const found = await authenticate(kit.engine)(reply.cookies[0]?.value ?? '', { address: '', agent: '', token: null })
    assert.deepEqual(found?.actor.grants, [])
    kit.setNow('2026-11-21T08:00:00Z')
  })
})
