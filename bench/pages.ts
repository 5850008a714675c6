import { connect } from './lib/http.ts'
import { provinceOf } from './lib/province.ts'
import { repeat, spreadOf } from './lib/stats.ts'
import { startSystem } from './lib/system.ts'

const PROVINCE = 'www.yunling.localhost'
const COUNTY = 'www.lutingxian.jichuan.yunling.localhost'
const RUNS = 200

type Page = { name: string; host: string; path: string }

/** Under a port that nobody is served on nothing is kept: every page is made anew. */
const NOT_KEPT = 1

/** Portal pages as the reader's connection sees them, each rendered on request: nothing is kept between two. */
export async function pages({ items }: { items: number }) {
  const name = await provinceOf(items)
  const system = await startSystem(name)
  const client = connect(system.port)
  try {
    const seen: Record<string, unknown> = {}
    for (const { name: page, host, path } of await wanted((where, path) => client.get(path, where))) {
      const times = await repeat(RUNS, async () => {
        const { status, body } = await client.get(path, `${host}:${NOT_KEPT}`)
        if (status !== 200 || !body.includes('</html>')) throw new Error(`${host}${path} answers ${status}`)
      })
      seen[page] = { path, ...spreadOf(times) }
    }
    return { items, pages: seen, targets: { p95: 25 } }
  } finally {
    client.close()
    await system.stop()
  }
}

type Get = (host: string, path: string) => Promise<{ body: string }>

async function wanted(get: Get): Promise<Page[]> {
  const list = '/xwzx/ywdt/'
  const { body } = await get(PROVINCE, list)
  const numbers = [...body.matchAll(/\/p\/(\d+)\//g)].map((match) => Number(match[1]))
  const middle = Math.max(1, Math.floor(Math.max(1, ...numbers) / 2))
  const article = body.match(/\/xwzx\/ywdt\/\d{6}\/\w+\.html/)?.[0] ?? '/'
  const documents = await get(PROVINCE, '/zwgk/zcwj/gfxwj/')
  const document = documents.body.match(/\/zwgk\/zcwj\/gfxwj\/\d{6}\/\w+\.html/)?.[0] ?? '/'
  return [
    { name: 'home of the province', host: PROVINCE, path: '/' },
    { name: 'home of a county', host: COUNTY, path: '/' },
    { name: 'home of a village', host: COUNTY, path: '/taoxi/xiahe/' },
    { name: 'list, newest', host: PROVINCE, path: list },
    ...(numbers.length > 0 ? [{ name: 'list, in the middle', host: PROVINCE, path: `${list}p/${middle}/` }] : []),
    { name: 'list of everything below a heading', host: PROVINCE, path: '/zwgk/' },
    { name: 'article', host: PROVINCE, path: article },
    { name: 'official document', host: PROVINCE, path: document },
    { name: 'site map', host: PROVINCE, path: '/sitemap/' },
  ]
}
