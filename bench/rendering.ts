import { fixturePages } from '../src/portal/fixtures/pages.ts'
import { plainLiquid } from '../src/portal/fixtures/plain-liquid.ts'
import { openTheme, renderPage } from '../src/portal/render.ts'
import { round } from './lib/stats.ts'

const PAGES = {
  'home of a province': { fixture: 'home-province', target: 300 },
  'home of a city': { fixture: 'home-city', target: 300 },
  'list of documents': { fixture: 'list-documents', target: 2_500 },
  'list of news': { fixture: 'list-news', target: 2_500 },
  article: { fixture: 'article-reprint', target: 2_500 },
  'official document': { fixture: 'article-document', target: 2_500 },
}
const RUN_MS = 3_000
const WARM_UP_MS = 500

/** Model → HTML on one core, header and footer kept as on a running portal; beside it LiquidJS as it comes. */
export async function rendering() {
  const seen: Record<string, unknown> = {}
  let isMet = true
  for (const [name, { fixture, target }] of Object.entries(PAGES)) {
    const found = fixturePages.find((page) => page.name === fixture)
    if (!found) throw new Error(`no fixture ${fixture}`)
    const theme = openTheme(found.theme)
    const peer = plainLiquid(theme)
    const html = renderPage(theme, found.model)
    if (renderPage(peer, found.model) !== html) throw new Error(`${fixture} is another page in LiquidJS itself`)
    const pages = perCpuSecond(() => renderPage(theme, found.model))
    const plain = perCpuSecond(() => renderPage(peer, found.model))
    isMet &&= pages >= target
    seen[name] = {
      html_bytes: Buffer.byteLength(html),
      pages_per_cpu_second: Math.round(pages),
      liquidjs_per_cpu_second: Math.round(plain),
      times_liquidjs: round(pages / plain, 1),
      target,
    }
  }
  return { pages: seen, isMet }
}

function perCpuSecond(render: () => string): number {
  run(render, WARM_UP_MS)
  return run(render, RUN_MS)
}

function run(render: () => string, ms: number): number {
  const end = performance.now() + ms
  const before = process.cpuUsage()
  let pages = 0
  for (; performance.now() < end; pages++) render()
  const { user, system } = process.cpuUsage(before)
  return pages / ((user + system) / 1e6)
}
