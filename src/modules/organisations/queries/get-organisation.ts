import type { Input } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type { getOrganisation as contract, Organisation } from '../contract.ts'
import { canManageOrganisation } from '../policies.ts'
import { kindOf } from '../presenters.ts'
import { loadLine } from './get-organisation-line.ts'
import { listPersons } from './list-persons.ts'

export async function getOrganisation(
  view: View,
  { params }: Pick<Input<typeof contract>, 'params'>,
): Promise<Organisation> {
  const row = await view.db
    .selectFrom('organisations.organisation as o')
    .innerJoin('organisations.division as d', 'd.id', 'o.division_id')
    .leftJoin('organisations.organisation as s', 's.id', 'o.successor_id')
    .selectAll('o')
    .select(['d.code as division_code', 'd.level as division_level', 'd.name as division_name'])
    .select(['s.name as successor_name', 's.short_name as successor_short_name'])
    .where('o.id', '=', params.id)
    .executeTakeFirst()
  if (!row) throw notFound('organisation')
  const successor =
    row.successor_id === null
      ? null
      : { id: row.successor_id, name: row.successor_name ?? '', shortName: row.successor_short_name ?? '' }
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    kind: kindOf(row.kind),
    division: { id: row.division_id, code: row.division_code, level: row.division_level, name: row.division_name },
    parentId: row.parent_id,
    line: (await loadLine(view, row.id)).slice(0, -1),
    path: row.path,
    position: row.position,
    uscc: row.uscc,
    phone: row.phone,
    address: row.address,
    officeHours: row.office_hours,
    functions: row.functions,
    persons: await listPersons(view, row.id),
    abolishedOn: row.abolished_on,
    successor,
    version: row.version,
    updatedAt: row.updated_at.toISOString(),
    canManage: canManageOrganisation(view.actor, row.path),
  }
}
