import type { Input, Reply } from '../../../kernel/contract.ts'
import { forbidden, invalid, notFound } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { codeChanged } from '../events.ts'
import { canManageVocabulary } from '../policies.ts'
import { presentCode } from '../queries/find-codes.ts'
import { faultAt } from '../rules.ts'
import { lockNewestCode } from './lock-newest-code.ts'

export async function retireCode(
  work: Work,
  { params, body }: Pick<Input<typeof contract.retireCode>, 'params' | 'body'>,
): Promise<Reply<typeof contract.retireCode>> {
  if (!canManageVocabulary(work.actor)) throw forbidden()
  const row = await lockNewestCode(work, { ...params, overlay: body.overlay })
  if (!row) throw notFound('code')
  if (body.validUntil < row.valid_from) {
    throw invalid([faultAt('/body/validUntil', 'fault.code.until', { day: row.valid_from })])
  }
  await work.db
    .updateTable('vocabulary.code')
    .set({ valid_until: body.validUntil })
    .where('list', '=', row.list)
    .where('overlay', '=', row.overlay)
    .where('code', '=', row.code)
    .where('valid_from', '=', row.valid_from)
    .execute()
  work.record({
    action: 'code.retire',
    target: { kind: 'code', id: `${row.list}/${row.code}`, label: row.name },
    before: { validUntil: row.valid_until },
    after: { validUntil: body.validUntil },
  })
  work.emit(codeChanged({ list: row.list, overlay: row.overlay, code: row.code }))
  return presentCode({ ...row, valid_until: body.validUntil })
}
