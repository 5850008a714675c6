import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden, invalid, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { siteMoved } from '../events.ts'
import { canManageSite } from '../policies.ts'
import { getSite } from '../queries/get-site.ts'
import { subportalHolder } from '../queries/load-known.ts'
import { faultAt, fitsBelow } from '../rules.ts'
import type { StoredSite } from '../tables.ts'
import { lockRegister, lockSite, refuseStale } from './lock-site.ts'
import { rebaseSubportals } from './rebase-subportals.ts'

type Asked = Pick<Input<typeof contract.moveSite>, 'params' | 'body'>

/** Another site above. Everything below moves along, and with it the rights and inherited settings that hang on the path. */
export async function moveSite(work: Work, { params, body }: Asked): Promise<Reply<typeof contract.moveSite>> {
  await lockRegister(work)
  const site = await lockSite(work, params.id)
  if (!canManageSite(work.actor, site)) throw forbidden()
  refuseStale(site, body.expectedVersion)
  const parent = await lockNewParent(work, site, body.parentId)
  const newPath = `${parent?.path ?? '/'}${lastOf(site.path)}/`
  if (newPath === site.path) return getSite(work, { params })
  const basePath = site.kind === 'subportal' ? await newBasePath(work, { site, parent, newPath }) : null

  await moveSubtree(work, site.path, newPath)
  await work.db
    .updateTable('sites.site')
    .set({ parent_id: parent?.id ?? null, version: site.version + 1, updated_at: work.now })
    .where('id', '=', site.id)
    .execute()
  if (basePath !== null) await rebaseSubportals(work, { path: newPath, base_path: site.base_path }, basePath)
  work.record({
    action: 'site.move',
    target: { kind: 'site', id: site.id, label: site.name },
    organisationId: site.owner_id,
    siteId: site.id,
    before: { parentId: site.parent_id, path: site.path },
    after: { parentId: body.parentId, path: newPath },
  })
  work.emit(siteMoved({ siteId: site.id, oldPath: site.path, newPath }))
  return getSite(work, { params })
}

const lastOf = (path: string) => path.split('/').findLast(Boolean) ?? ''

async function lockNewParent(work: Work, site: StoredSite, id: string | null): Promise<StoredSite | null> {
  const parent = id === null ? null : await lockSite(work, id)
  // It leaves the rights that hang on the old place: whoever moves it must hold the new one too.
  if (parent && !canManageSite(work.actor, parent)) throw forbidden()
  if (parent?.path.startsWith(site.path)) throw wrongState('site-cycle')
  if (fitsBelow(site, parent)) return parent
  throw invalid([faultAt('/body/parentId', parent ? 'fault.site.parent-level' : 'fault.site.parent-needed')])
}

type Placing = { site: StoredSite; parent: StoredSite | null; newPath: string }

async function newBasePath(work: Work, { site, parent, newPath }: Placing): Promise<string> {
  const basePath = `${parent?.kind === 'subportal' ? parent.base_path : ''}/${lastOf(site.base_path)}`
  const holder = await subportalHolder(work, { id: site.id, path: newPath }, basePath)
  if (holder !== null) throw invalid([faultAt('/body/parentId', 'fault.site.slug-taken', { holder })])
  return basePath
}

async function moveSubtree(work: Work, oldPath: string, newPath: string): Promise<void> {
  const { count } = await work.db
    .selectFrom('sites.site')
    .select((select) => select.fn.countAll<number>().as('count'))
    .where('path', 'like', `${oldPath}%`)
    .executeTakeFirstOrThrow()
  const moved = await sql`UPDATE sites.site SET path = ${newPath} || substr(path, ${oldPath.length + 1}::int)
    WHERE path LIKE ${`${oldPath}%`}`.execute(work.db)
  // The wall may hide some of the sites below from this actor; half a subtree must not move.
  if (Number(moved.numAffectedRows) !== count) throw forbidden()
}
