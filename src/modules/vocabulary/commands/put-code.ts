import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden, invalid, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { codeChanged } from '../events.ts'
import { canManageVocabulary } from '../policies.ts'
import { dayBefore } from '../days.ts'
import { codesOf, presentCode } from '../queries/find-codes.ts'
import { faultAt } from '../rules.ts'
import { lockNewestCode } from './lock-newest-code.ts'

export async function putCode(
  work: Work,
  { params, body }: Pick<Input<typeof contract.putCode>, 'params' | 'body'>,
): Promise<Reply<typeof contract.putCode>> {
  if (!canManageVocabulary(work.actor)) throw forbidden()
  const before = await lockNewestCode(work, { ...params, overlay: body.overlay })
  if (before && before.valid_from >= body.validFrom) throw wrongState('code-clash')
  if (body.parentCode !== null) {
    const siblings = (await codesOf(work, [params.list], { at: body.validFrom, overlay: body.overlay })).get(
      params.list,
    )
    const isThere = siblings?.some((code) => code.code === body.parentCode) && body.parentCode !== params.code
    if (!isThere) throw invalid([faultAt('/body/parentCode', 'fault.code.parent-absent')])
  }

  if (before && (before.valid_until === null || before.valid_until >= body.validFrom)) {
    await work.db
      .updateTable('vocabulary.code')
      .set({ valid_until: dayBefore(body.validFrom) })
      .where('list', '=', params.list)
      .where('overlay', '=', body.overlay)
      .where('code', '=', params.code)
      .where('valid_from', '=', before.valid_from)
      .execute()
  }
  const row = {
    list: params.list,
    overlay: body.overlay,
    code: params.code,
    name: body.name,
    parent_code: body.parentCode,
    position: body.position,
    attributes: body.attributes,
    basis: body.basis,
    valid_from: body.validFrom,
    valid_until: null,
  }
  await work.db
    .insertInto('vocabulary.code')
    .values({ ...row, attributes: JSON.stringify(row.attributes) })
    .execute()
  work.record({
    action: 'code.put',
    target: { kind: 'code', id: `${params.list}/${params.code}`, label: body.name },
    before: before && presentCode(before),
    after: presentCode(row),
  })
  work.emit(codeChanged({ list: params.list, overlay: body.overlay, code: params.code }))
  return presentCode(row)
}
