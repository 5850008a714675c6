import { sql } from 'kysely'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { faultsOf, fill, type Locale, localeFor } from '../../../kernel/i18n.ts'
import type { Work } from '../../../kernel/work.ts'
import { SiteRegistration } from '../contract.ts'
import type * as contract from '../contract.ts'
import { sitesLabels } from '../labels.ts'
import { canRegisterSite } from '../policies.ts'
import { loadKnown } from '../queries/load-known.ts'
import { type Known, type NewSite, pathBelow, type Planned, planRegistrations } from '../registration-rules.ts'
import type { FaultCode } from '../rules.ts'
import { applyBlueprints, findBlueprint, type LoadedBlueprint } from './apply-blueprint.ts'
import { lockRegister } from './lock-site.ts'
import { insertSites } from './register-sites.ts'

type Asked = Pick<Input<typeof contract.registerSitesInBulk>, 'body'>
type Bulk = Reply<typeof contract.registerSitesInBulk>
type RawRow = Record<string, string>
type Ready = { index: number; row: NewSite; blueprint: string | null }

/** Columns of the table; bodies and parents by their codes. */
export const BULK_COLUMNS: readonly string[] =
  'code name shortName level kind parent owner operator host slug blueprint siteIdCode icpNumber policeNumber markUrl contactName contactPhone contactAddress ownerDuties operatorDuties openedOn'.split(
    ' ',
  )
const COLUMN_OF: Readonly<Record<string, string>> = { parentCode: 'parent', ownerId: 'owner', operatorId: 'operator' }

const Row = SiteRegistration.omit({ parentId: true, ownerId: true, operatorId: true })

/** A table of sites, made in one go. Every fault of every row is told; what can be made is made, unless asked otherwise. */
export async function registerSitesInBulk(work: Work, { body }: Asked): Promise<Bulk> {
  const faults: Bulk['faults'] = []
  const locale = localeFor(work)
  const blame = (index: number, column: string, detail: string) =>
    void faults.push({ row: index + 1, column, value: body.rows[index]?.[column] ?? '', detail })
  const say = (index: number, field: string, code: FaultCode, values: Record<string, unknown> = {}) =>
    blame(index, COLUMN_OF[field] ?? field, fill(sitesLabels[locale][code], values))

  await lockRegister(work)
  const ready = await readRows(work, body.rows, { blame, say, locale })
  const known = await loadKnown(
    work,
    ready.map((one) => one.row),
  )
  const planned = planRegistrations(
    ready.map((one) => one.row),
    known,
  )
  const blueprints = await loadBlueprints(work, ready)
  const faulty = new Set(faults.map((one) => one.row))
  for (const plan of planned) {
    const source = ready[plan.index]
    if (!source) continue
    for (const one of plan.faults) {
      // Rows that could not be read are not among the plans, so row numbers are those of the table again here.
      const other = typeof one.values?.['row'] === 'number' ? ready[one.values['row'] - 1] : undefined
      say(source.index, one.field, one.code, other ? { ...one.values, row: other.index + 1 } : one.values)
    }
    if (!mayRegister(work, plan, known)) say(source.index, 'ownerId', 'fault.site.organisation-foreign')
    if (source.blueprint !== null && !blueprints.has(source.blueprint)) {
      say(source.index, 'blueprint', 'fault.site.blueprint-absent')
    }
  }
  for (const one of faults) faulty.add(one.row)
  const usable = withoutFaulty(
    planned,
    (plan) => faulty.has((ready[plan.index]?.index ?? 0) + 1),
    (plan, above) => {
      const source = ready[plan.index]
      if (source)
        say(source.index, 'parentCode', 'fault.site.parent-row-faulty', { row: (ready[above.index]?.index ?? 0) + 1 })
    },
  )
  const isMade = !body.isDryRun && (body.mode === 'create' || faults.length === 0)
  const made = isMade ? await make(work, { usable, known, ready, blueprints }) : { sites: [], unresolvedMounts: [] }
  return {
    read: body.rows.length,
    usable: usable.length,
    created: made.sites.length,
    faults: faults.toSorted((a, b) => a.row - b.row),
    ...made,
  }
}

/** Plans that can be made: without fault, and not below one that cannot. */
function withoutFaulty(
  planned: readonly Planned[],
  isFaulty: (plan: Planned) => boolean,
  blameParent: (plan: Planned, above: Planned) => void,
): Planned[] {
  const refused = new Set<Planned>()
  return planned.filter((plan) => {
    const above = plan.above && 'row' in plan.above ? plan.above : null
    if (above && refused.has(above) && !isFaulty(plan)) {
      blameParent(plan, above)
      refused.add(plan)
    } else if (isFaulty(plan)) refused.add(plan)
    return !refused.has(plan)
  })
}

function mayRegister(work: Work, plan: Planned, known: Known): boolean {
  const owner = known.owners.get(plan.row.ownerId)
  return !owner || canRegisterSite(work.actor, owner, plan.above && { path: pathBelow(plan.above) })
}

type Reporter = {
  locale: Locale
  blame: (index: number, column: string, detail: string) => void
  say: (index: number, field: string, code: FaultCode, values?: Record<string, unknown>) => void
}

async function readRows(work: Work, rows: readonly RawRow[], reporter: Reporter): Promise<Ready[]> {
  const bodies = await bodiesByCode(work, rows)
  return rows.flatMap((raw, index) => readRow({ raw, index, bodies }, reporter) ?? [])
}

type Source = { raw: RawRow; index: number; bodies: ReadonlyMap<string, string> }

/** A row with its bodies found; null, and every fault told, where it cannot be read. */
function readRow({ raw, index, bodies }: Source, { blame, say, locale }: Reporter): Ready | null {
  const given = Object.fromEntries(Object.entries(raw).filter(([, text]) => text.trim() !== ''))
  const unknown = Object.keys(given).filter((column) => !BULK_COLUMNS.includes(column))
  for (const column of unknown) say(index, column, 'fault.site.column-unknown')
  const { parent, owner, operator = owner, ...fields } = given
  const parsed = parseFields(fields, locale)
  for (const { column, detail } of parsed.faults) blame(index, column, detail)
  const ownerId = bodies.get((owner ?? '').trim())
  const operatorId = bodies.get((operator ?? '').trim())
  if (ownerId === undefined) say(index, 'ownerId', 'fault.site.organisation-absent')
  if (operatorId === undefined && operator !== owner) say(index, 'operatorId', 'fault.site.organisation-absent')
  if (!parsed.data || ownerId === undefined || operatorId === undefined || unknown.length > 0) return null
  const { blueprint, ...site } = parsed.data
  return { index, row: { ...site, ownerId, operatorId, parentCode: parent?.trim() ?? null }, blueprint }
}

function parseFields(fields: RawRow, locale: Locale) {
  const known = Object.entries(fields).filter(([column]) => BULK_COLUMNS.includes(column))
  const parsed = Row.safeParse({ shortName: fields['name']?.slice(0, 50), ...Object.fromEntries(known) })
  if (parsed.success) return { data: parsed.data, faults: [] }
  const faults = faultsOf(parsed.error.issues, '', locale).map(({ pointer, detail }) => ({
    column: pointer.split('/')[2] ?? '',
    detail,
  }))
  // Without a short name of its own it is the name's fault alone.
  return { data: null, faults: faults.filter(({ column }) => column !== 'shortName' || 'shortName' in fields) }
}

async function bodiesByCode(work: Work, rows: readonly RawRow[]): Promise<Map<string, string>> {
  const codes = [...new Set(rows.flatMap((row) => [row['owner']?.trim() ?? '', row['operator']?.trim() ?? '']))]
  const found = await work.db
    .selectFrom('organisations.v_directory')
    .select(['id', 'code'])
    .where(sql<boolean>`code = any(${codes}::text[])`)
    .execute()
  return new Map(found.map((body) => [body.code, body.id]))
}

async function loadBlueprints(work: Work, ready: readonly Ready[]): Promise<Map<string, LoadedBlueprint>> {
  const loaded = new Map<string, LoadedBlueprint>()
  for (const code of new Set(ready.flatMap((one) => one.blueprint ?? []))) {
    const blueprint = await findBlueprint(work, code)
    if (blueprint) loaded.set(code, blueprint)
  }
  return loaded
}

type Making = {
  usable: Planned[]
  known: Known
  ready: readonly Ready[]
  blueprints: ReadonlyMap<string, LoadedBlueprint>
}

async function make(work: Work, { usable, known, ready, blueprints }: Making) {
  const registered = await insertSites(work, usable, known)
  const made = usable.flatMap((plan) => {
    const site = registered.get(plan.row.code)
    const source = ready[plan.index]
    return site && source ? [{ site, row: source.index + 1, blueprint: blueprints.get(source.blueprint ?? '') }] : []
  })
  const { unresolved } = await applyBlueprints(
    work,
    made.flatMap(({ site, blueprint }) => (blueprint ? [{ site, blueprint }] : [])),
  )
  const rowOf = new Map(made.map(({ site, row }) => [site.id, row]))
  const missing = Map.groupBy(unresolved, (one) => one.siteId)
  return {
    sites: made.map(({ site, row, blueprint }) => ({
      row,
      id: site.id,
      code: site.code,
      channelsCreated: (blueprint?.channels.length ?? 0) - (missing.get(site.id)?.length ?? 0),
    })),
    unresolvedMounts: unresolved.map(({ siteId, code }) => ({ row: rowOf.get(siteId) ?? 0, code })),
  }
}
