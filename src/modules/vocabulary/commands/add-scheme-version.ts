import { newId } from '../../../kernel/ids.ts'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden, invalid, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { schemeAdded } from '../events.ts'
import { canManageVocabulary } from '../policies.ts'
import { dayBefore } from '../days.ts'
import { codesOf } from '../queries/find-codes.ts'
import { getMergedScheme, schemeOn } from '../queries/find-scheme.ts'
import { faultAt, faultsOfElements } from '../rules.ts'

type Asked = Pick<Input<typeof contract.addSchemeVersion>, 'params' | 'body'>

export async function addSchemeVersion(
  work: Work,
  { params, body }: Asked,
): Promise<Reply<typeof contract.addSchemeVersion>> {
  if (!canManageVocabulary(work.actor)) throw forbidden()
  const newest = await work.db
    .selectFrom('vocabulary.scheme')
    .selectAll()
    .where('kind', '=', params.kind)
    .where('overlay', '=', body.overlay)
    .orderBy('version', 'desc')
    .limit(1)
    .forUpdate()
    .executeTakeFirst()
  if ((newest?.version ?? 0) !== body.expectedVersion) throw wrongState('scheme-stale')
  await refuseFaults(work, { params, body }, newest?.valid_from)

  if (newest) {
    await work.db
      .updateTable('vocabulary.scheme')
      .set({ valid_until: dayBefore(body.validFrom) })
      .where('id', '=', newest.id)
      .execute()
  }
  const version = body.expectedVersion + 1
  await work.db
    .insertInto('vocabulary.scheme')
    .values({
      id: newId(),
      kind: params.kind,
      version,
      overlay: body.overlay,
      name: body.name,
      elements: JSON.stringify(body.elements),
      valid_from: body.validFrom,
      valid_until: null,
    })
    .execute()
  work.record({
    action: 'scheme.add',
    target: { kind: 'scheme', id: `${params.kind}/${body.overlay}/${version}`, label: body.name },
    before: newest && { version: newest.version, elements: newest.elements },
    after: { version, validFrom: body.validFrom, elements: body.elements },
  })
  work.emit(schemeAdded({ kind: params.kind, overlay: body.overlay, version }))
  return getMergedScheme(work, params.kind, { at: body.validFrom, overlay: body.overlay })
}

async function refuseFaults(work: Work, { params, body }: Asked, previous: string | undefined): Promise<void> {
  const on = { at: body.validFrom, overlay: body.overlay }
  const lists = new Set((await codesOf(work, 'all', on)).keys())
  const national = body.overlay === '' ? null : await schemeOn(work, params.kind, { at: body.validFrom })
  const faults = faultsOfElements(body.elements, lists, national?.elements ?? [])
  if (previous !== undefined && body.validFrom <= previous) {
    faults.push(faultAt('/body/validFrom', 'fault.scheme.valid-from', { day: previous }))
  }
  if (faults.length > 0) throw invalid(faults)
}
