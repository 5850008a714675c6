import type { z } from 'zod'
import type { Input } from '../../../kernel/contract.ts'
import { fanOut } from '../../../kernel/receipts-read.ts'
import type { View } from '../../../kernel/work.ts'
import { CHANGE_KINDS } from '../change-kinds.ts'
import { ChangeKind } from '../contract-parts.ts'
import type * as contract from '../contract.ts'
import { watchedSites } from './watched-sites.ts'

const DAY = 86_400_000

/** How far changes of each kind reached of late. */
export async function getFanOut(
  view: View,
  { query }: Pick<Input<typeof contract.getFanOut>, 'query'>,
): Promise<z.input<typeof contract.getFanOut.reply>> {
  const from = new Date(view.now.getTime() - query.days * DAY)
  const watched = await watchedSites(view, 'pages.watch')
  const siteIds = watched === null ? null : [...watched]
  const kinds = await fanOut(view, { rules: CHANGE_KINDS, from, siteIds })
  return { since: from.toISOString(), kinds: kinds.map((one) => ({ ...one, kind: ChangeKind.parse(one.kind) })) }
}
