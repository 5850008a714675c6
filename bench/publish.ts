import { connect, type Client } from './lib/http.ts'
import { DEMO_PASSWORD, placeIn, type Place, provinceOf } from './lib/province.ts'
import { round, spreadOf, timed } from './lib/stats.ts'
import { startSystem } from './lib/system.ts'

const ITEMS = 16_000
const ALONE = 300
const WARM_UP = 30
const CLIENTS = 8
const EACH = 250

type Made = { id: string; version: number; addresses: { path: string }[] }

/** Create + publish of one document through the API, and its page on the portal: one client, then eight at once. */
export async function publish() {
  const name = await provinceOf(ITEMS)
  const place = await placeIn(name, 'lt-taoxi-xiahe', 'tzgg')
  const system = await startSystem(name)
  try {
    const clients = await Promise.all(Array.from({ length: CLIENTS }, () => signedIn(system.port)))
    const [first] = clients
    if (!first) throw new Error('no client')
    for (let n = 0; n < WARM_UP; n++) await publishOne(first, place, n)
    const alone: { total: number; create: number; publish: number; visible: number }[] = []
    for (let n = 0; n < ALONE; n++) alone.push(await publishOne(first, place, n))

    const errors: string[] = []
    const { ms } = await timed(() =>
      Promise.all(
        clients.map(async (client) => {
          for (let n = 0; n < EACH; n++) {
            await publishOne(client, place, n).catch((error: unknown) => errors.push(String(error)))
          }
        }),
      ),
    )
    for (const client of clients) client.close()
    return {
      oneClient: {
        total: spreadOf(alone.map((one) => one.total)),
        createAndPublish: spreadOf(alone.map((one) => one.create + one.publish)),
        create: spreadOf(alone.map((one) => one.create)),
        publish: spreadOf(alone.map((one) => one.publish)),
        portalPage: spreadOf(alone.map((one) => one.visible)),
      },
      eightClients: {
        documents: CLIENTS * EACH - errors.length,
        perSecond: round(((CLIENTS * EACH - errors.length) / ms) * 1000, 0),
        errors: errors.length,
        firstError: errors[0] ?? null,
      },
      targets: { p50: 10, p95: 20, perSecond: 300 },
    }
  } finally {
    await system.stop()
  }
}

async function signedIn(port: number): Promise<Client> {
  const client = connect(port)
  await client.signIn('village', DEMO_PASSWORD)
  return client
}

const BODY =
  '<p>自来水主管道检修，上午停水，请提前储水。检修完成后先放水片刻再使用，老人独居的请邻居转告一声。</p>'.repeat(6)

async function publishOne(client: Client, { channelId, host }: Place, n: number) {
  const text = {
    title: `下河村第 ${n} 号停水检修通知`,
    body: BODY,
    source: '桃蹊镇下河村村民委员会',
    summary: '请提前储水。',
  }
  const created = await timed(() => client.call<Made>('POST', '/documents', { channelId, ...text }))
  const { id, version } = created.value
  const published = await timed(() =>
    client.call<Made>('POST', `/documents/${id}/publish`, { expectedVersion: version }),
  )
  const path = published.value.addresses[0]?.path ?? ''
  const seen = await timed(() => client.get(path, host))
  if (seen.value.status !== 200) throw new Error(`${path} answers ${seen.value.status} after its publication`)
  return {
    total: created.ms + published.ms + seen.ms,
    create: created.ms,
    publish: published.ms,
    visible: seen.ms,
  }
}
