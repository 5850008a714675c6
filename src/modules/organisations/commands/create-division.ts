import type { Input, Reply } from '../../../kernel/contract.ts'
import type { Work } from '../../../kernel/work.ts'
import type { createDivision as contract } from '../contract.ts'
import { getDivision } from '../queries/get-division.ts'
import { addDivision } from './add-division.ts'

export async function createDivision(
  work: Work,
  { body }: Pick<Input<typeof contract>, 'body'>,
): Promise<Reply<typeof contract>> {
  const id = await addDivision(work, body)
  work.record({ action: 'division.create', target: { kind: 'division', id, label: body.name }, after: body })
  return getDivision(work, { params: { id } })
}
