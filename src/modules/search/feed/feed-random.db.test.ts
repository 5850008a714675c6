import assert from 'node:assert/strict'
import { after, test } from 'node:test'
import { CompiledQuery } from 'kysely'
import { createChance } from '../../../../test/kit/chance.ts'
import { aChannel, anOrganisation, aProvince, digest, startKit } from '../../../../test/kit/index.ts'
import { newId } from '../../../kernel/ids.ts'
import { callOff, restore, withdraw } from '../../library/index.ts'
import { movePlacements } from '../../library/commands/move-placements.ts'
import { aRelease } from '../testing/a-release.ts'
import { followPoolOf, startFeedOn, type TestFeed } from '../testing/feed-kit.ts'

const ends: (() => Promise<unknown>)[] = []
after(async () => {
  for (const end of ends) await end()
})
const kit = await startKit()
const followPool = followPoolOf(kit.url)
const MINUTE = 60_000
const start = Date.now() + MINUTE
let clock = start
kit.setNow(new Date(clock))
const chance = createChance(Number(process.env['SEED'] ?? 20261126))
const pick = <T>(of: readonly T[]): T => chance.one(of)
const roll = chance.next

const place = await kit.work(aProvince)
const sites = [place.province, place.city, place.county]
const channels = await kit.work(async (work) => {
  const made = []
  for (const site of sites) for (let at = 0; at < 2; at++) made.push(await aChannel(work, site))
  return made
})
const bodies = Object.values(place.organisations)
const read = async ({ blob }: { blob: string }) => ({
  pages: [`全文 ${blob.slice(0, 6)}`],
  isCut: false,
  fault: null,
  tookMs: 1,
})
const begin = (state: Parameters<typeof startFeedOn>[1]['state'] = null) =>
  startFeedOn(kit, { followPool, readFile: read, state })
let node: TestFeed = await begin()
ends.push(
  () => node.stop(),
  () => followPool.end(),
)

const items: { id: string; source: string; releasedAt: number }[] = []
const sql = (text: string, ...values: unknown[]) =>
  kit.work((work) => work.db.executeQuery(CompiledQuery.raw(text, values)))
const ahead = () => new Date(clock + Math.ceil(roll() * 30) * MINUTE)
const anItem = () => pick(items)
/** An act that is refused in this state is none. */
const perhaps = (act: Promise<unknown>) =>
  act.catch((error: unknown) => {
    if (!(error instanceof Error && error.name === 'Problem')) throw error
  })

async function publish(source = newId()) {
  const files =
    roll() < 0.3
      ? [{ blob: digest(String(Math.floor(roll() * 5))), name: '附件.pdf', mediaType: 'application/pdf', bytes: 9 }]
      : []
  const targets = [...new Set([pick(channels), pick(channels)])]
  const live = await kit.pool.query('SELECT id FROM sites.channel WHERE archived_at IS NULL')
  const open = targets.filter((channel) => live.rows.some((row) => row.id === channel.id))
  if (open.length === 0) return
  const released = await kit.work((work) =>
    aRelease(work, {
      channels: open,
      organisationId: pick(bodies).id,
      title: `第${items.length}号公告 ${Math.floor(roll() * 1000)}`,
      source,
      files,
      kind: roll() < 0.3 ? 'official_document' : 'article',
      metadata:
        roll() < 0.3 ? { effectiveOn: ahead().toISOString().slice(0, 10), documentNumber: '霁政发〔2026〕7号' } : {},
      ...(roll() < 0.2 ? { from: ahead() } : {}),
      ...(roll() < 0.2 ? { until: new Date(clock + 60 * MINUTE) } : {}),
      ...(roll() < 0.2 ? { at: ahead() } : {}),
    }),
  )
  if (released.isNew) items.push({ id: released.itemId, source, releasedAt: clock })
}

const acts: readonly (readonly [weight: number, act: () => Promise<unknown>])[] = [
  [16, () => publish()],
  [4, () => (items.length > 0 ? perhaps(publish(anItem().source)) : publish())],
  [
    3,
    () =>
      perhaps(
        kit.work((work) =>
          withdraw(work, {
            itemId: anItem().id,
            reason: pick(['error', 'repealed', 'privacy'] as const),
            note: '',
            ...(roll() < 0.3 ? { effectiveAt: ahead() } : {}),
          }),
        ),
      ),
  ],
  [1, () => perhaps(kit.work((work) => callOff(work, anItem().id)))],
  [1, () => perhaps(kit.work((work) => restore(work, { itemId: anItem().id, asOf: new Date(clock - 5 * MINUTE) })))],
  [2, async () => void (clock += Math.ceil(roll() * 20) * MINUTE)],
  [1, async () => void (clock += 24 * 60 * MINUTE)],
  [
    1,
    () => sql(`UPDATE sites.site SET state = $2 WHERE id = $1`, pick(sites).id, roll() < 0.3 ? 'suspended' : 'running'),
  ],
  [
    1,
    () =>
      sql(
        'UPDATE sites.channel SET archived_at = CASE WHEN $2 THEN now() END WHERE id = $1',
        pick(channels).id,
        roll() < 0.2,
      ),
  ],
  [
    1,
    () =>
      sql(
        `UPDATE sites.channel SET indicator_class = $2 WHERE id = $1`,
        pick(channels).id,
        pick(['通知公告', '办事服务', '其他']),
      ),
  ],
  [
    1,
    () =>
      sql(
        `UPDATE sites.site SET level = $2, owner_id = $3 WHERE id = $1`,
        pick(sites).id,
        pick(['city', 'county']),
        pick(bodies).id,
      ),
  ],
  [
    1,
    () =>
      sql(
        'UPDATE organisations.organisation SET name = name || $2, phone = $2 WHERE id = $1',
        pick(bodies).id,
        String(Math.floor(roll() * 9)),
      ),
  ],
  [
    1,
    () =>
      sql(
        `INSERT INTO organisations.person (id, organisation_id, name, title) VALUES (gen_random_uuid(), $1, '耿明溪', '主任')`,
        pick(bodies).id,
      ),
  ],
  [1, () => sql('DELETE FROM organisations.person WHERE organisation_id = $1', pick(bodies).id)],
  [
    1,
    async () => void bodies.push(await kit.work((work) => anOrganisation(work, { parent: pick(bodies.slice(0, 3)) }))),
  ],
  [
    1,
    () =>
      kit.work((work) => {
        const [from, to] = [pick(channels), pick(channels)]
        return movePlacements(work, {
          channelId: from.id,
          to: { channelId: to.id, siteId: to.siteId, channelPath: to.path },
        })
      }),
  ],
]
const total = acts.reduce((sum, [weight]) => sum + weight, 0)

function nextAct() {
  let at = roll() * total
  return (acts.find(([weight]) => (at -= weight) < 0) ?? acts[0])?.[1]
}

const sorted = (from: TestFeed) => [...from.docs().values()].toSorted((a, b) => a.id.localeCompare(b.id, 'en'))

test('after any changes, kills and days the index is what building it anew gives', { timeout: 240_000 }, async () => {
  const rounds = Number(process.env['ROUNDS'] ?? 8)
  await publish()
  for (let round = 0; round < rounds; round++) {
    for (let at = 0; at < 30; at++) {
      clock += 10
      kit.setNow(new Date(clock))
      await nextAct()?.()
    }
    // In the middle of whatever it is doing; the next one knows what was written, and nothing else.
    const left = await node.kill()
    await publish()
    node = await begin(left)
    clock += 10
    kit.setNow(new Date(clock))
    await node.settle()
    const fresh = await begin()
    await fresh.settle()
    // Stopped before anything is judged: one that goes on holds its database.
    await fresh.stop()
    assert.deepEqual(sorted(node), sorted(fresh), `round ${round}`)
    assert.equal(node.state().hidden.size, 0)
  }
  assert.ok(node.docs().size > 20)
})
