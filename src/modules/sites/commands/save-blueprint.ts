import type { z } from 'zod'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden, invalid, notFound, versionConflict } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { faultsOfPlans, faultsOfSettings } from '../blueprint-rules.ts'
import type * as contract from '../contract.ts'
import { canManageBlueprints } from '../policies.ts'
import { findChannelCodes } from '../queries/find-channel-codes.ts'
import { getBlueprint } from '../queries/read-blueprints.ts'

type Asked = Pick<Input<typeof contract.saveBlueprint>, 'params' | 'body'>
export type NewBlueprint = Omit<z.output<typeof contract.Blueprint>, 'version'>

export async function saveBlueprint(
  work: Work,
  { params, body }: Asked,
): Promise<Reply<typeof contract.saveBlueprint>> {
  if (!canManageBlueprints(work.actor)) throw forbidden()
  const { expectedVersion, ...blueprint } = body
  const before = await lockBlueprint(work, params.code)
  if ((before?.version ?? 0) !== expectedVersion) throw versionConflict(before?.version ?? 0)
  await writeBlueprint(work, { code: params.code, ...blueprint }, '/body')
  work.record({
    action: 'blueprint.save',
    target: { kind: 'blueprint', id: params.code, label: body.name },
    before: before && { name: before.name, channels: before.channels, settings: before.settings },
    after: { name: body.name, channels: body.channels, settings: body.settings },
  })
  return getBlueprint(work, { params })
}

export async function deleteBlueprint(
  work: Work,
  { params, query }: Pick<Input<typeof contract.deleteBlueprint>, 'params' | 'query'>,
): Promise<Reply<typeof contract.deleteBlueprint>> {
  if (!canManageBlueprints(work.actor)) throw forbidden()
  const before = await lockBlueprint(work, params.code)
  if (!before) throw notFound('blueprint')
  if (before.version !== query.expectedVersion) throw versionConflict(before.version)
  await work.db.deleteFrom('sites.blueprint').where('code', '=', params.code).execute()
  work.record({
    action: 'blueprint.delete',
    target: { kind: 'blueprint', id: params.code, label: before.name },
    before: { name: before.name, channels: before.channels, settings: before.settings },
  })
  return { done: true }
}

/** For seeds: blueprints as given, replacing those of the same code. */
export async function putBlueprints(work: Work, blueprints: readonly NewBlueprint[]): Promise<void> {
  for (const [index, blueprint] of blueprints.entries()) await writeBlueprint(work, blueprint, `/blueprints/${index}`)
}

async function writeBlueprint(work: Work, blueprint: NewBlueprint, root: string): Promise<void> {
  const codes = await findChannelCodes(work)
  const faults = [
    ...faultsOfPlans(blueprint.channels, codes, `${root}/channels`),
    ...faultsOfSettings(blueprint.settings, `${root}/settings`),
  ]
  if (faults.length > 0) throw invalid(faults)
  const { code, name, description, level } = blueprint
  const columns = {
    name,
    description,
    level,
    channels: JSON.stringify(blueprint.channels),
    settings: JSON.stringify(blueprint.settings),
  }
  await work.db
    .insertInto('sites.blueprint')
    .values({ code, ...columns })
    .onConflict((conflict) =>
      conflict.column('code').doUpdateSet((set) => ({ ...columns, version: set('sites.blueprint.version', '+', 1) })),
    )
    .execute()
}

async function lockBlueprint(work: Work, code: string) {
  return work.db.selectFrom('sites.blueprint').selectAll().where('code', '=', code).forUpdate().executeTakeFirst()
}
