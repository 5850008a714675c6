import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import { createLog } from '../../kernel/log.ts'
import { aProvince, startKit } from '../../../test/kit/index.ts'
import { organisationMoved, organisationRenamed } from '../organisations/events.ts'
import { siteChanged, siteMoved } from '../sites/events.ts'
import { addAccount } from './commands/add-account.ts'
import { addGrant } from './commands/add-grant.ts'
import { rescueAccount } from './commands/rescue-account.ts'
import { jobs } from './jobs.ts'
import { isPassword } from './passwords.ts'
import { findOrganisation } from './scopes.ts'

const kit = await startKit()
kit.setNow('2026-11-21T08:00:00Z')
const province = await kit.work(aProvince)
const { county, government } = province.organisations
const context = { engine: kit.engine, log: createLog('silent'), signal: new AbortController().signal }

const accountId = await kit.work(async (work) => {
  const { id } = await addAccount(work, { login: 'mover', name: '鄢望舟', organisationId: county.id, password: 'x' })
  const scope = await findOrganisation(work, county.id)
  assert.ok(scope)
  await addGrant(work, { accountId: id, role: 'editor', scope })
  const { path, ownerPath: wallPath, name } = province.county
  const site = { tree: 'site' as const, id: province.county.id, name, path, wallPath }
  await addGrant(work, { accountId: id, role: 'publisher', scope: site })
  return id
})
const grantOn = async (tree: string) => {
  const { rows } = await kit.pool.query(
    'SELECT scope_path, wall_path, scope_name FROM identity.grant WHERE account_id = $1 AND tree = $2',
    [accountId, tree],
  )
  return rows[0]
}

describe('grants follow the places they hang on', () => {
  it('when an organisation moves or takes another name', async () => {
    await kit.work(async (work) => {
      const change = { path: `${government.path}t77/`, name: '芦汀区人民政府' }
      await work.db.updateTable('organisations.organisation').set(change).where('id', '=', county.id).execute()
      work.emit(organisationMoved({ organisationId: county.id, oldPath: county.path, newPath: change.path }))
      work.emit(organisationRenamed({ organisationId: county.id, name: change.name }))
    })
    await kit.drain()
    const path = `${government.path}t77/`
    assert.deepEqual(await grantOn('organisation'), { scope_path: path, wall_path: path, scope_name: '芦汀区人民政府' })
    const onSite = await grantOn('site')
    assert.deepEqual([onSite.scope_path, onSite.wall_path], [province.county.path, path])
  })

  it('when a site moves, changes its owner or takes another name', async () => {
    const site = province.county.id
    for (const change of [{ path: '/s9/' }, { owner_id: government.id }, { name: '芦汀县政府门户网站' }]) {
      await kit.work(async (work) => {
        await work.db.updateTable('sites.site').set(change).where('id', '=', site).execute()
        if ('path' in change) work.emit(siteMoved({ siteId: site, oldPath: province.county.path, newPath: '/s9/' }))
        else work.emit(siteChanged({ siteId: site, fields: Object.keys(change) }))
      })
    }
    await kit.drain()
    assert.deepEqual(await grantOn('site'), {
      scope_path: '/s9/',
      wall_path: government.path,
      scope_name: '芦汀县政府门户网站',
    })
  })
})

describe('housekeeping', () => {
  it('removes sessions that ended more than thirty days ago and keeps the others', async () => {
    const session = (n: number, expires: string) => ({
      id: crypto.randomUUID(),
      token_digest: Buffer.from(String(n)),
      account_id: accountId,
      csrf_token: '',
      address: '',
      agent: '',
      created_at: expires,
      seen_at: expires,
      expires_at: expires,
    })
    await kit.work((work) =>
      work.db
        .insertInto('identity.session')
        .values([session(1, '2026-10-22T07:59:00Z'), session(2, '2026-10-22T08:01:00Z')])
        .execute(),
    )
    await jobs[0]?.run({}, context)
    const { rows } = await kit.pool.query("SELECT convert_from(token_digest, 'UTF8') AS n FROM identity.session")
    assert.deepEqual(rows, [{ n: '2' }])
  })

  it('rescues an account from the command line, and says so on record', async () => {
    await kit.pool.query("UPDATE identity.account SET locked_until = 'infinity', failed_count = 9 WHERE id = $1", [
      accountId,
    ])
    const { temporaryPassword } = await kit.work((work) => rescueAccount(work, 'MOVER'))
    const { rows } = await kit.pool.query(
      'SELECT locked_until, failed_count, must_change_password, password_hash FROM identity.account WHERE id = $1',
      [accountId],
    )
    const { password_hash: hash, ...state } = rows[0]
    assert.deepEqual(state, { locked_until: null, failed_count: 0, must_change_password: true })
    assert.equal(await isPassword(hash, temporaryPassword), true)
    const trail = await kit.pool.query("SELECT target_id FROM audit.entry WHERE action = 'account.rescue'")
    assert.deepEqual(trail.rows, [{ target_id: accountId }])
  })
})
