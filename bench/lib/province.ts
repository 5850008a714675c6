import { rmSync } from 'node:fs'
import { system } from '../../src/kernel/actor.ts'
import { inView, inWork } from '../../src/kernel/work.ts'
import { buildProvince } from '../../src/demo/build-province.ts'
import { doneSteps } from '../../src/demo/load-steps.ts'
import { DEMO_PASSWORD } from '../../src/demo/accounts.ts'
import { createAccount, grantRole, hashPassword } from '../../src/modules/identity/index.ts'
import { channelByCode, siteByCode, type SiteCard } from '../../src/modules/sites/index.ts'
import type { Role } from '../../src/modules/identity/contract.ts'
import { dataDir, say, withApp } from './system.ts'

export { DEMO_PASSWORD } from '../../src/demo/accounts.ts'

const actor = system('bench')

/** A province of about this size; built when it is not there yet, kept for the next run. Gives the name of its data folder. */
export async function provinceOf(items: number): Promise<string> {
  const name = items === 1_000_000 ? 'million' : `items-${items}`
  await withApp(name, async (app) => {
    if ((await doneSteps(app.engine.pool)).has('done')) return
    await buildProvince(app, { items, actor, say })
  })
  return name
}

/** One made for this run: each adds to what it finds, and figures of a library that grows from run to run do not compare. */
export async function freshProvince(items: number): Promise<string> {
  const name = `fresh-${items}`
  rmSync(dataDir(name), { recursive: true, force: true })
  await withApp(name, (app) => buildProvince(app, { items, actor, say }))
  return name
}

/** An account with one role on one site and everything below it. */
export async function anAccount(name: string, wish: { login: string; role: Role; siteCode: string }): Promise<void> {
  await withApp(name, async ({ engine }) => {
    const known = await inView(engine, actor, (view) =>
      view.db.selectFrom('identity.v_account').select('id').where('login', '=', wish.login).executeTakeFirst(),
    )
    if (known) return
    const hash = await hashPassword(DEMO_PASSWORD)
    await inWork(engine, actor, async (work) => {
      const site = await siteByCode(work, wish.siteCode)
      if (!site) throw new Error(`no site ${wish.siteCode}`)
      const { id } = await createAccount(work, {
        login: wish.login,
        name: '测试员',
        organisationId: site.ownerId,
        password: { hash },
      })
      const scope = { tree: 'site', id: site.id, path: site.path, name: site.name, wallPath: site.ownerPath } as const
      await grantRole(work, { accountId: id, role: wish.role, scope })
    })
  })
}

export type Place = { site: SiteCard; channelId: string; host: string }

export async function placeIn(name: string, siteCode: string, channelCode: string): Promise<Place> {
  return withApp(name, ({ engine }) =>
    inView(engine, actor, async (view) => {
      const site = await siteByCode(view, siteCode)
      const channel = site && (await channelByCode(view, site.id, channelCode))
      if (!site || !channel) throw new Error(`no channel ${channelCode} on ${siteCode}`)
      return { site, channelId: channel.id, host: site.host ?? '' }
    }),
  )
}
