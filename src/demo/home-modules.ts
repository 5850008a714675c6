import type { BlockModuleSetting, HomeModuleSetting } from '../modules/sites/index.ts'
import { blocksOf, headOf, type HomeFacts } from './home-blocks.ts'
import type { HomePart } from './site-settings.ts'

/** Parts that share a row with their neighbours; all others take the whole width. */
const HALF: ReadonlySet<HomePart> = new Set([
  'news',
  'notices',
  'above',
  'central',
  'interpretations',
  'lines',
  'functions',
  'contact',
  'guides',
  'ledger',
])
const TINTED: ReadonlySet<HomePart> = new Set(['data', 'topics'])

/** Who stands beside a part that would be alone in its row. */
const COMPANIONS: Readonly<Partial<Record<HomePart, readonly HomePart[]>>> = {
  notices: ['interpretations', 'data', 'guides', 'news'],
  news: ['notices', 'interpretations', 'data', 'guides'],
  ledger: ['contact'],
  guides: ['contact', 'notices'],
  interpretations: ['data', 'guides'],
  contact: ['functions'],
  functions: ['contact'],
}

type Words = { slogan: string | null; hotTitle: string | null }

/** The home page of a site as the setting home.modules, from the parts in their order. */
export function homeModules(order: readonly HomePart[], facts: HomeFacts, words: Words): HomeModuleSetting[] {
  const left = new Set(order)
  return rowsOf(order).flatMap((row) => {
    const [first] = row
    if (first === undefined) return []
    if (HALF.has(first)) return columns(row, { facts, left })
    if (TINTED.has(first)) {
      const modules = row.flatMap((part) => blocksOf(part, facts))
      return modules.length === 0 ? [] : [{ type: 'band', modules }]
    }
    return [...headOf(first, facts, words), ...blocksOf(first, facts)]
  })
}

/** Neighbours that share a row stand together; every other part is a row of its own. */
function rowsOf(order: readonly HomePart[]): HomePart[][] {
  const rows: HomePart[][] = []
  for (const part of order) {
    const row = rows.at(-1)
    const before = row?.[0]
    const isShared = before !== undefined && [HALF, TINTED].some((kind) => kind.has(before) && kind.has(part))
    if (row && isShared) row.push(part)
    else rows.push([part])
  }
  return rows
}

type Page = { facts: HomeFacts; left: Set<HomePart> }

function columns(row: readonly HomePart[], { facts, left }: Page): HomeModuleSetting[] {
  const blocks = row.flatMap((part) => blocksOf(part, facts))
  const [first] = row
  if (blocks.length === 1 && first !== undefined) {
    const beside = (COMPANIONS[first] ?? []).find((part) => !left.has(part) && blocksOf(part, facts).length > 0)
    if (beside !== undefined) {
      left.add(beside)
      blocks.push(...blocksOf(beside, facts).slice(0, 1))
    }
  }
  const lead = blocks[0]
  if (lead === undefined) return []
  if (blocks.length === 1) return [lead]
  const isWide = blocks.length === 2 && lead.type === 'feed' && lead.hasLead === true && facts.level !== 'province'
  return [{ type: 'columns', layout: isWide ? 'wide-start' : 'equal', columns: spread(blocks) }]
}

/** Over two columns, filled by turns; of three, the one with a lead stands alone. */
function spread(blocks: readonly BlockModuleSetting[]): BlockModuleSetting[][] {
  if (blocks.length === 3) {
    const lead = blocks.find((block) => block.type === 'feed' && block.hasLead === true) ?? blocks[0]
    return [blocks.filter((block) => block === lead), blocks.filter((block) => block !== lead)]
  }
  return [blocks.filter((_, index) => index % 2 === 0), blocks.filter((_, index) => index % 2 === 1)]
}
