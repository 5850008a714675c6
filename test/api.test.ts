import assert from 'node:assert/strict'
import { describe, test } from 'node:test'
import { DEMO_PASSWORD } from '../src/demo/accounts.ts'
import { createPool } from '../src/kernel/database.ts'
import { createServer } from '../src/roles/server.ts'
import { signIn, startSystem } from './kit/system.ts'

const { server, pool, app } = await startSystem({ province: true })
const aList = async (site: string) => {
  const { rows } = await pool.query<{ id: string; code: string }>(
    `SELECT c.id, c.code FROM sites.channel c JOIN sites.site s ON s.id = c.site_id
     WHERE s.code = $1 AND c.kind = 'list' AND c.item_kind = 'article' ORDER BY c.position LIMIT 1`,
    [site],
  )
  return rows[0] ?? assert.fail(`${site} has no list`)
}
const village = await signIn(server, 'village', DEMO_PASSWORD)
const notices = await aList('lt-taoxi-xiahe')
const VILLAGE_HOST = 'www.lutingxian.jichuan.yunling.localhost'
const draft = (title: string) => ({
  channelId: notices.id,
  title,
  body: '<p>请各户按时参加。</p>',
  source: '下河村村民委员会',
})

describe('the edge', () => {
  test('asks for a session, in the reader’s language, as a problem document', async () => {
    const chinese = await server.inject({ url: '/api/documents' })
    assert.equal(chinese.statusCode, 401)
    assert.match(String(chinese.headers['content-type']), /^application\/problem\+json/)
    assert.equal(chinese.json<{ type: string }>().type, '/problems/unauthenticated')
    assert.match(chinese.json<{ title: string }>().title, /请重新登录/)
    const english = await server.inject({ url: '/api/documents', headers: { 'accept-language': 'en-GB' } })
    assert.match(english.json<{ title: string }>().title, /sign in/)
  })

  test('says what is wrong with a document in the reader’s language', async () => {
    const { id, version } = (await village('POST', '/api/documents', { channelId: notices.id, title: '没写完' })).json<{
      id: string
      version: number
    }>()
    const tries = async (language: string) => {
      const said = (act: string) =>
        village('POST', `/api/documents/${id}/${act}`, { expectedVersion: version }, { 'accept-language': language })
      const [state, ready] = [await said('recall'), await said('submit')]
      return [
        state.json<{ title: string }>().title,
        ...ready.json<{ errors: { detail: string }[] }>().errors.map((one) => one.detail),
      ].join('\n')
    }
    assert.match(await tries('zh-CN'), /现在是“草稿”[\s\S]*没有正文/)
    assert.match(
      await tries('en'),
      /^The document is “Draft” now[^\p{Script=Han}]*\nNeither text nor attachment[^\p{Script=Han}]*$/u,
    )
  })

  test('names roles in the language in which is asked', async () => {
    const rolesIn = async (language: string) =>
      (await village('GET', '/api/roles', undefined, { 'accept-language': language })).json<{
        items: { name: string }[]
      }>().items[0]?.name
    assert.deepEqual([await rolesIn('zh-CN'), await rolesIn('en')], ['系统管理员', 'System administrator'])
  })

  test('refuses a write without the CSRF token', async () => {
    const signedIn = await server.inject({
      method: 'POST',
      url: '/api/session',
      payload: { account: 'village', password: DEMO_PASSWORD },
    })
    const cookies = Object.fromEntries(signedIn.cookies.map((cookie) => [cookie.name, cookie.value]))
    const answer = await server.inject({ method: 'POST', url: '/api/documents', cookies, payload: draft('没有令牌') })
    assert.deepEqual([answer.statusCode, answer.json<{ code: string }>().code], [403, 'csrf'])
  })

  test('reports every faulty field, not the first', async () => {
    const answer = await village('POST', '/api/documents', { channelId: 'x', title: '', keywords: 'no list' })
    assert.equal(answer.statusCode, 422)
    const pointers = answer
      .json<{ errors: { pointer: string; detail: string }[] }>()
      .errors.map((error) => error.pointer)
    assert.deepEqual(pointers.sort(), ['/body/channelId', '/body/keywords', '/body/title'])
  })

  test('answers unreadable JSON, unknown paths and oversized bodies with clear words', async () => {
    const unreadable = await server.inject({
      method: 'POST',
      url: '/api/session',
      headers: { 'content-type': 'application/json' },
      payload: '{"account":',
    })
    assert.equal(unreadable.statusCode, 400)
    assert.equal((await server.inject({ url: '/api/nothing' })).statusCode, 404)
    const huge = await village('POST', '/api/documents', draft('甲'.repeat(13 * 1024 * 1024)))
    assert.deepEqual([huge.statusCode, huge.json<{ code: string }>().code], [413, 'too-large'])
  })

  test('slows down whoever tries passwords from one address', async () => {
    const attempt = () =>
      server.inject({
        method: 'POST',
        url: '/api/session',
        remoteAddress: '10.9.8.7',
        payload: { account: 'nobody', password: 'x' },
      })
    const answers = await Promise.all(Array.from({ length: 61 }, attempt))
    const slowed = answers.find((answer) => answer.statusCode === 429)
    assert.equal(slowed?.json<{ code: string }>().code, 'too-many-requests')
  })

  test('describes itself', async () => {
    const document = (await server.inject({ url: '/api/openapi.json' })).json<{ openapi: string; paths: object }>()
    assert.equal(document.openapi, '3.1.0')
    assert.ok('/api/documents/{id}/publish' in document.paths)
  })

  test('is healthy and measured', async () => {
    assert.equal((await server.inject({ url: '/healthz' })).statusCode, 200)
    const ready = await server.inject({ url: '/readyz' })
    // No search node runs here: the sites are ready without it.
    const search = { status: 'unavailable' }
    assert.deepEqual([ready.statusCode, ready.json()], [200, { status: 'ok', database: 'ok', pages: 'ok', search }])
    const { body } = await server.inject({ url: '/metrics' })
    assert.match(body, /yiwang_http_seconds_bucket/)
    assert.match(body, /^yiwang_pages_kept \d+$/m)
    assert.match(body, /^yiwang_page_hits_total \d+$/m)
  })
})

describe('a village clerk', () => {
  test('publishes a notice through the API and it is on the village’s page with the answer', async () => {
    const made = await village('POST', '/api/documents', draft('下河村自来水检修停水通知'))
    assert.equal(made.statusCode, 200, made.body)
    const { id, version } = made.json<{ id: string; version: number }>()
    const published = await village('POST', `/api/documents/${id}/publish`, { expectedVersion: version })
    assert.equal(published.statusCode, 200, published.body)
    const [address] = published.json<{ addresses: { host: string; path: string }[] }>().addresses
    assert.equal(address?.host, VILLAGE_HOST)
    const page = await server.inject({ url: address?.path ?? '', headers: { host: VILLAGE_HOST } })
    assert.equal(page.statusCode, 200)
    assert.match(page.body, /下河村自来水检修停水通知/)
    assert.match(page.body, /name="robots" content="noindex/)
  })

  test('may not write for the province', async () => {
    const { id: channelId } = await aList('yunling')
    const answer = await village('POST', '/api/documents', { ...draft('越权'), channelId })
    assert.equal(answer.statusCode, 403)
  })

  test('may not see accounts, rules or the audit', async () => {
    for (const url of ['/api/accounts', '/api/audit']) {
      const { statusCode } = await village('GET', url)
      assert.ok([403, 404].includes(statusCode), `${url} ${statusCode}`)
    }
  })

  test('gets 409 and the newer version’s number on a stale save', async () => {
    const made = (await village('POST', '/api/documents', draft('两人同改'))).json<{ id: string; version: number }>()
    const save = (title: string) =>
      village('PUT', `/api/documents/${made.id}`, { expectedVersion: made.version, title })
    assert.equal((await save('第一人')).statusCode, 200)
    const late = await save('第二人')
    assert.equal(late.statusCode, 409)
    assert.equal(late.json<{ currentVersion: number }>().currentVersion, made.version + 1)
  })
})

describe('the portal role', () => {
  test('remembers the reader’s choice in a cookie and goes back to the page', async () => {
    const answer = await server.inject({ url: '/?view=elder&x=1', headers: { host: 'www.yunling.localhost' } })
    assert.equal(answer.statusCode, 303)
    assert.equal(answer.headers.location, '/?x=1')
    const page = await server.inject({ url: '/', headers: { host: 'www.yunling.localhost', cookie: 'yw-view=elder' } })
    assert.match(page.body, /data-view="elder"/)
  })

  test('serves no file that no released item carries', async () => {
    const answer = await server.inject({
      url: `/files/${'a'.repeat(64)}/x.pdf`,
      headers: { host: 'www.yunling.localhost' },
    })
    assert.equal(answer.statusCode, 404)
  })

  test('says so in a page of its own when the database cannot be reached', async () => {
    const readPool = createPool('postgres://nobody@127.0.0.1:1/nowhere', { max: 1, name: 'broken' })
    const broken = await createServer({ ...app, readPool })
    const answer = await broken.inject({ url: '/', headers: { host: 'www.yunling.localhost' } })
    await broken.close()
    await readPool.end()
    assert.equal(answer.statusCode, 503)
    assert.match(answer.body, /网站暂时不能访问/)
  })

  test('answers an unknown host with a word, not with another site', async () => {
    const answer = await server.inject({ url: '/', headers: { host: 'evil.example' } })
    assert.equal(answer.statusCode, 404)
    assert.match(answer.body, /没有这个网站/)
  })
})
