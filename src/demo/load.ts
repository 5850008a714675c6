import type { App } from '../app.ts'
import { system } from '../kernel/actor.ts'
import { inWork } from '../kernel/work.ts'
import { loadArticles } from './load-articles.ts'
import { doneSteps, markStep, prepareSteps, type Step } from './load-steps.ts'
import { loadStructure } from './load-structure.ts'
import { loadUnfinished } from './load-unfinished.ts'
import { organisations } from './organisations.ts'
import { channelsOf } from './blueprints.ts'
import { sites } from './sites.ts'
import { BULK_ITEMS, restoreIndexes, spareIndexes } from './spare-indexes.ts'

export type LoadOptions = {
  /** About so many texts; every channel gets at least one. */
  items: number
  now: Date
  say: (line: string) => void
}

export type Loaded = { items: number; sites: number; seconds: number }

/** Dating every text takes seconds a hundred thousand; a benchmark's province does without. */
const MOST_DATED = 50_000

/** An editor's list shows texts as they came, not all at the second of the import. */
async function dateByRelease(engine: App['engine']): Promise<void> {
  await inWork(engine, system('demonstration'), async (work) => {
    await work.db
      .updateTable('content.document')
      .set((eb) => ({ updated_at: eb.ref('released_at').$notNull(), created_at: eb.ref('released_at').$notNull() }))
      .where('released_at', '<', work.now)
      .execute()
  })
}

type Host = Pick<App, 'engine'>

/**
 * Builds the demonstration province. Each step commits with its own mark; started again after an interruption, it goes on
 * with the texts that were decided at first.
 */
export async function loadProvince(app: Host, options: LoadOptions): Promise<Loaded> {
  const { engine } = app
  const started = Date.now()
  const say = (line: string) => options.say(`${line}（${((Date.now() - started) / 1000).toFixed(1)} 秒）`)
  await prepareSteps(engine.pool)
  const done = await doneSteps(engine.pool)
  const begun = done.get('structure')
  const items = begun?.items ?? options.items
  const now = begun?.now === undefined ? options.now : new Date(begun.now)
  const step = async (name: Step, act: () => Promise<void>) => {
    if (!done.has(name)) await act()
  }

  const channels = sites().reduce((sum, site) => sum + channelsOf(site).length, 0)
  await step('structure', async () => {
    options.say(`正在建立演示省：机构 ${organisations().length}，站点 ${sites().length}，栏目 ${channels} …`)
    await inWork(engine, system('demonstration'), async (work) => {
      await loadStructure(work)
      await markStep(work, 'structure', { items, now: now.toISOString() })
    })
    await engine.pool.query('ANALYZE')
    say('  机构、站点、栏目和账号已建立')
  })
  let total = 0
  await step('articles', async () => {
    const tell = everyFifth((percent) => say(`  稿件已发布 ${percent}%`))
    if (items >= BULK_ITEMS) await spareIndexes(engine.pool)
    total = await loadArticles(engine, { items, now, onProgress: tell })
    if (items >= BULK_ITEMS) say('  稿件已写入，正在重建索引')
    await restoreIndexes(engine.pool)
    if (total <= MOST_DATED) await dateByRelease(engine)
    await engine.pool.query('VACUUM (ANALYZE) library.placement, content.document')
    await engine.pool.query('ANALYZE')
    await inWork(engine, system('demonstration'), (work) => markStep(work, 'articles'))
    say(`  稿件 ${total.toLocaleString('en')} 篇已发布到各站点`)
  })
  await step('work', async () => {
    await loadUnfinished(engine, now)
    await inWork(engine, system('demonstration'), (work) => markStep(work, 'work'))
    say('  待办稿件已放进各角色的工作台')
  })
  await inWork(engine, system('demonstration'), (work) => markStep(work, 'done'))
  return { items: total, sites: sites().length, seconds: (Date.now() - started) / 1000 }
}

const TELLINGS = 5

function everyFifth(tell: (percent: number) => void): (done: number, total: number) => void {
  let told = 0
  return (done, total) => {
    const reached = Math.floor((done / total) * TELLINGS)
    if (reached <= told || done === total) return
    told = reached
    tell(Math.round((reached / TELLINGS) * 100))
  }
}
