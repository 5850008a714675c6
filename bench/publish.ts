import { connect, type Client } from './lib/http.ts'
import { DEMO_PASSWORD, freshProvince, placeIn, type Place } from './lib/province.ts'
import { round, spreadOf, timed } from './lib/stats.ts'
import { searchAtRest, startSystem } from './lib/system.ts'

const ITEMS = 16_000
const ALONE = 300
/** Of each client, for the compiler and the plans of each connection: a server has run for days. */
const WARM_UP = 300
const CLIENTS = 8
const EACH = 250

type Made = { id: string; version: number; addresses: { path: string }[] }

/**
 * Create + publish of one document through the API: one client, then eight at once, each document looked up on the portal
 * afterwards by a sample; the same in one call (`publish: true`); and with the portal page fetched after every publication, which
 * is work of its own.
 */
export async function publish() {
  const name = await freshProvince(ITEMS)
  const place = await placeIn(name, 'lt-taoxi-xiahe', 'tzgg')
  const system = await startSystem(name)
  try {
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => signedIn(system.port)))
    await searchAtRest(system)
    const [first] = clients
    if (!first) throw new Error('no client')
    for (let n = 0; n < WARM_UP; n++) await Promise.all(clients.map((client) => publishAndSee(client, place, n)))
    for (let n = 0; n < WARM_UP; n++) await Promise.all(clients.map((client) => publishAtOnce(client, place, n)))
    await searchAtRest(system)
    const alone: Published[] = []
    for (let n = 0; n < ALONE; n++) alone.push(await publishOne(first, place, n))
    const atOneCall: Published[] = []
    for (let n = 0; n < ALONE; n++) atOneCall.push(await publishAtOnce(first, place, n))
    const shown = [
      await isVisible(first, place, alone.at(-1)?.path),
      await isVisible(first, place, atOneCall.at(-1)?.path),
    ]
    const seen: (Published & { visible: number })[] = []
    for (let n = 0; n < ALONE; n++) seen.push(await publishAndSee(first, place, n))

    const eight = await atOnce(clients, (client, n) => publishOne(client, place, n))
    for (const [at, client] of clients.entries()) shown.push(await isVisible(client, place, eight.last[at]?.path))
    const eightAtOneCall = await atOnce(clients, (client, n) => publishAtOnce(client, place, n))
    for (const [at, client] of clients.entries())
      shown.push(await isVisible(client, place, eightAtOneCall.last[at]?.path))
    const eightSeeing = await atOnce(clients, (client, n) => publishAndSee(client, place, n))
    for (const client of clients) client.close()
    return {
      oneClient: {
        createAndPublish: spreadOf(alone.map(timeOf)),
        create: spreadOf(alone.map((one) => one.create)),
        publish: spreadOf(alone.map((one) => one.publish)),
      },
      oneClientInOneCall: spreadOf(atOneCall.map(timeOf)),
      oneClientWithPage: {
        total: spreadOf(seen.map((one) => one.create + one.publish + one.visible)),
        portalPage: spreadOf(seen.map((one) => one.visible)),
      },
      eightClients: eight.result,
      eightClientsInOneCall: eightAtOneCall.result,
      eightClientsWithPage: eightSeeing.result,
      visibleAfterwards: { sampled: shown.length, shown: shown.filter(Boolean).length },
      targets: { p50: 10, p95: 20, perSecond: 300 },
    }
  } finally {
    await system.stop()
  }
}

type Published = { path: string; create: number; publish: number }
const timeOf = ({ create, publish }: Published) => create + publish

/** Every client does its share as fast as it is answered. */
async function atOnce(clients: readonly Client[], act: (client: Client, n: number) => Promise<Published>) {
  const errors: string[] = []
  const times: number[] = []
  const { ms, value: last } = await timed(() =>
    Promise.all(
      clients.map(async (client) => {
        let done: Published | undefined
        for (let n = 0; n < EACH; n++) {
          done = await act(client, n).catch((error: unknown) => void errors.push(String(error)))
          if (done) times.push(timeOf(done))
        }
        return done
      }),
    ),
  )
  const perSecond = round((times.length / ms) * 1000, 0)
  const [firstError = null] = errors
  return {
    last,
    result: {
      documents: times.length,
      perSecond,
      createAndPublish: spreadOf(times),
      errors: errors.length,
      firstError,
    },
  }
}

async function signedIn(port: number): Promise<Client> {
  const client = connect(port)
  await client.signIn('village', DEMO_PASSWORD)
  return client
}

const BODY =
  '<p>自来水主管道检修，上午停水，请提前储水。检修完成后先放水片刻再使用，老人独居的请邻居转告一声。</p>'.repeat(6)

const textOf = (n: number) => ({
  title: `下河村第 ${n} 号停水检修通知`,
  body: BODY,
  source: '桃蹊镇下河村村民委员会',
  summary: '请提前储水。',
})

async function publishOne(client: Client, { channelId }: Place, n: number): Promise<Published> {
  const created = await timed(() => client.call<Made>('POST', '/documents', { channelId, ...textOf(n) }))
  const { id, version } = created.value
  const published = await timed(() =>
    client.call<Made>('POST', `/documents/${id}/publish`, { expectedVersion: version }),
  )
  return { path: pathOf(published.value), create: created.ms, publish: published.ms }
}

async function publishAtOnce(client: Client, { channelId }: Place, n: number): Promise<Published> {
  const wish = { channelId, ...textOf(n), publish: true }
  const { ms, value } = await timed(() => client.call<Made>('POST', '/documents', wish))
  return { path: pathOf(value), create: 0, publish: ms }
}

function pathOf({ id, addresses: [address] }: Made): string {
  if (!address) throw new Error(`${id} has no address after its publication`)
  return address.path
}

async function publishAndSee(client: Client, place: Place, n: number) {
  const one = await publishOne(client, place, n)
  const { ms, value: isShown } = await timed(() => isVisible(client, place, one.path))
  if (!isShown) throw new Error(`${one.path} is not shown after its publication`)
  return { ...one, visible: ms }
}

async function isVisible(client: Client, { host }: Place, path: string | undefined): Promise<boolean> {
  return path !== undefined && (await client.get(path, host)).status === 200
}
