import { sql } from 'kysely'
import { newId } from '../../../kernel/ids.ts'
import { invalid } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { siteRegistered } from '../events.ts'
import { loadKnown } from '../queries/load-known.ts'
import { type Known, type NewSite, type Planned, planRegistrations } from '../registration-rules.ts'
import { faultAt } from '../rules.ts'
import { lockRegister } from './lock-site.ts'
import { placeSubportals } from './place-subportals.ts'

export type RegisteredSite = { id: string; code: string; name: string; path: string; state: string }

/** For seeds: any number of sites in a few statements, parents among the rows or already there. All or nothing. */
export async function registerSites(work: Work, rows: readonly NewSite[]): Promise<Map<string, RegisteredSite>> {
  await lockRegister(work)
  const known = await loadKnown(work, rows)
  const planned = planRegistrations(rows, known)
  const faults = planned.flatMap(({ index, faults: found }) =>
    found.map((one) => faultAt(`/rows/${index}/${one.field}`, one.code, one.values)),
  )
  if (faults.length > 0) throw invalid(faults)
  return insertSites(work, planned, known)
}

/** Write plans that have no faults. */
export async function insertSites(
  work: Work,
  planned: readonly Planned[],
  known: Known,
): Promise<Map<string, RegisteredSite>> {
  if (planned.length === 0) return new Map()
  const numbers = await nextNumbers(work, 'sites.site', planned.length)
  const done = new Map<string, RegisteredSite>()
  const columns = planned.map((plan, place) => {
    const no = numbers[place]
    const above =
      plan.row.parentCode === null ? null : (done.get(plan.row.parentCode) ?? known.sites.get(plan.row.parentCode))
    const path = `${above?.path ?? '/'}${no}/`
    const row = columnsOf(plan, known, { id: newId(), no, path, parent_id: above?.id ?? null })
    done.set(row.code, { id: row.id, code: row.code, name: row.name, path, state: row.state })
    return row
  })
  await sql`INSERT INTO sites.site (id, no, code, name, short_name, level, kind, state, parent_id, path, owner_id, owner_path,
      operator_id, owner_duties, operator_duties, base_path, site_id_code, icp_number, police_number, mark_url, contact_name,
      contact_phone, contact_address, is_demo, opened_on, updated_at)
    OVERRIDING SYSTEM VALUE
    SELECT id, no, code, name, short_name, level, kind, state, parent_id, path, owner_id, owner_path,
      operator_id, owner_duties, operator_duties, base_path, site_id_code, icp_number, police_number, mark_url, contact_name,
      contact_phone, contact_address, is_demo, opened_on, ${work.now}
    FROM json_populate_recordset(NULL::sites.site, ${JSON.stringify(columns)}::json)`.execute(work.db)
  await insertDomains(work, planned, done)
  // No reason: nobody gave one. Whoever shows it says in his own language that the site was registered.
  await sql`INSERT INTO sites.site_state (site_id, state, reason, at, set_by)
    SELECT id, state, '', ${work.now}, ${work.actor.id}
    FROM json_populate_recordset(NULL::sites.site, ${JSON.stringify(columns)}::json)`.execute(work.db)
  for (const row of columns) {
    work.record({
      action: 'site.register',
      target: { kind: 'site', id: row.id, label: row.name },
      organisationId: row.owner_id,
      siteId: row.id,
      after: { code: row.code, level: row.level, kind: row.kind, state: row.state, siteIdCode: row.site_id_code },
    })
    work.emit(siteRegistered({ siteId: row.id }))
  }
  return done
}

export async function nextNumbers(work: Work, table: 'sites.site' | 'sites.channel', count: number): Promise<number[]> {
  const { rows } = await sql<{ no: number }>`
    SELECT nextval(pg_get_serial_sequence(${table}, 'no')) AS no FROM generate_series(1, ${count}::int)`.execute(
    work.db,
  )
  return rows.map((row) => row.no)
}

type Placed = { id: string; no: number | undefined; path: string; parent_id: string | null }

function columnsOf({ row, basePath, isDemo }: Planned, known: Known, placed: Placed) {
  const { openedOn = null, siteIdCode = null, state = 'draft', shortName = row.name.slice(0, 50) } = row
  return {
    ...placed,
    ...textsOf(row),
    code: row.code,
    name: row.name,
    short_name: shortName,
    level: row.level,
    kind: row.kind,
    state,
    owner_id: row.ownerId,
    owner_path: known.owners.get(row.ownerId)?.path ?? '',
    operator_id: row.operatorId ?? row.ownerId,
    base_path: basePath,
    site_id_code: siteIdCode,
    is_demo: isDemo,
    opened_on: openedOn,
  }
}

function textsOf(row: NewSite) {
  const { ownerDuties = '', operatorDuties = '', icpNumber = '', policeNumber = '', markUrl = '' } = row
  const { contactName = '', contactPhone = '', contactAddress = '' } = row
  return {
    owner_duties: ownerDuties,
    operator_duties: operatorDuties,
    icp_number: icpNumber,
    police_number: policeNumber,
    mark_url: markUrl,
    contact_name: contactName,
    contact_phone: contactPhone,
    contact_address: contactAddress,
  }
}

async function insertDomains(work: Work, planned: readonly Planned[], done: ReadonlyMap<string, RegisteredSite>) {
  const domains = planned.flatMap(({ row, hosts }) =>
    hosts.map((host, place) => ({ host, site_id: done.get(row.code)?.id, is_main: place === 0 })),
  )
  if (domains.length > 0) {
    await sql`INSERT INTO sites.domain (host, site_id, is_main)
      SELECT host, site_id, is_main FROM json_to_recordset(${JSON.stringify(domains)}::json)
        AS d(host text, site_id uuid, is_main boolean)`.execute(work.db)
  }
  const subportals = planned.flatMap(({ row }) => (row.kind === 'subportal' ? (done.get(row.code)?.path ?? []) : []))
  await placeSubportals(work, subportals)
}
