import type { Input, Reply } from '../../../kernel/contract.ts'
import { notFound } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import type * as contract from '../contract.ts'
import { dayOf } from '../days.ts'
import { codesOf } from './find-codes.ts'
import { getMergedScheme } from './find-scheme.ts'

type Asked<O extends typeof contract.getScheme | typeof contract.getCodeList> = Pick<Input<O>, 'params' | 'query'>

const onDay = (view: View, query: { at?: string | undefined; overlay: string }) => ({
  at: query.at ?? dayOf(view.now),
  overlay: query.overlay,
})

export async function getScheme(
  view: View,
  { params, query }: Asked<typeof contract.getScheme>,
): Promise<Reply<typeof contract.getScheme>> {
  return getMergedScheme(view, params.kind, onDay(view, query))
}

export async function listCodeLists(
  view: View,
  { query }: Pick<Input<typeof contract.listCodeLists>, 'query'>,
): Promise<Reply<typeof contract.listCodeLists>> {
  const codes = await codesOf(view, 'all', onDay(view, query))
  return [...codes]
    .map(([list, entries]) => ({ list, count: entries.length }))
    .toSorted((a, b) => a.list.localeCompare(b.list, 'en'))
}

export async function getCodeList(
  view: View,
  { params, query }: Asked<typeof contract.getCodeList>,
): Promise<Reply<typeof contract.getCodeList>> {
  const codes = (await codesOf(view, [params.list], onDay(view, query))).get(params.list)
  if (!codes) throw notFound('code-list')
  return codes
}
