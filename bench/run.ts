// npm run -s bench -- list | <name> [--items N] [--json]. Each benchmark builds what it needs below data/bench and keeps it.
import { exported } from './exported.ts'
import { importing } from './import.ts'
import { jobs } from './jobs.ts'
import { lists, widerLists } from './lists.ts'
import { lookup } from './lookup.ts'
import { kept } from './kept.ts'
import { pages } from './pages.ts'
import { propagation } from './propagation.ts'
import { publish } from './publish.ts'
import { rendering } from './rendering.ts'
import { search } from './search.ts'
import { start } from './start.ts'
import { tree } from './tree.ts'

type Bench = { what: string; items?: number; run: (options: { items: number }) => Promise<object> }

const benches: Readonly<Record<string, Bench>> = {
  publish: { what: '新建并发布一篇稿件，到门户上可见：单客户端与 8 客户端', run: publish },
  import: { what: '批量导入 2 KB 稿件，与 PostgreSQL COPY 对比', run: importing },
  lists: { what: '管理台稿件列表：筛选、检索与计数', items: 1_000_000, run: lists },
  'lists-wide': { what: '同上，更多排序、深页码，以及常见词与各种筛选的组合', items: 1_000_000, run: widerLists },
  tree: { what: '五万个机构的机构树：展开与检索', run: tree },
  pages: { what: '不经缓存的门户页面', items: 16_000, run: pages },
  rendering: { what: '页面渲染：每 CPU 秒页数，与未加速的 LiquidJS 对比', run: rendering },
  kept: { what: '已缓存的页面：随机 20,000 页，与 nginx 静态文件对比', items: 24_000, run: kept },
  exported: { what: '静态导出的页面：配套的 nginx 配置，与同一批文件的普通 nginx 对比', items: 24_000, run: exported },
  propagation: { what: '从发布到读者看到：本页、栏目、首页；一百页、一万页', items: 16_000, run: propagation },
  lookup: { what: '一处改动找到它的页面：一万、十万、一百万页，与逐页询问对比', items: 1_000_000, run: lookup },
  search: { what: '一框搜索：相关、筛选、最新、短语、文号、联想，与 FTS5 自带排序对比', items: 20_000, run: search },
  start: { what: '已有数据时的启动、空闲内存、依赖数量与大小', run: start },
  jobs: { what: '工作进程被 kill -9 后，任务多久在别处重新运行', run: jobs },
}

const [name = 'list', ...rest] = process.argv.slice(2)
const isJson = rest.includes('--json')
const answer = (value: unknown) => void process.stdout.write(`${JSON.stringify(value, null, isJson ? 0 : 2)}\n`)

if (name === 'list') {
  const list = Object.entries(benches).map(([key, { what, items }]) => ({
    name: key,
    what,
    ...(items ? { items } : {}),
  }))
  if (isJson) answer(list)
  else for (const { name: key, what } of list) process.stdout.write(`${key.padEnd(12)}${what}\n`)
} else {
  const bench = benches[name]
  if (!bench) {
    process.stderr.write(`没有名为 ${name} 的基准；npm run -s bench -- list 列出全部\n`)
    process.exitCode = 2
  } else {
    const at = rest.indexOf('--items')
    const items = at === -1 ? (bench.items ?? 0) : Number(rest[at + 1])
    const result = await bench.run({ items })
    answer({ benchmark: name, at: new Date().toISOString(), ...result })
  }
}
