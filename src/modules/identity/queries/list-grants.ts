import type { View } from '../../../kernel/work.ts'
import type { GrantRow } from '../presenters.ts'

export type StandingGrant = GrantRow & { scope_path: string }

/** The roles an account holds now, oldest first, each with the name of the one who gave it. */
export function listGrants(view: View, accountId: string): Promise<StandingGrant[]> {
  return view.db
    .selectFrom('identity.grant as g')
    .leftJoin('identity.account as giver', 'giver.id', 'g.granted_by')
    .select([
      'g.id',
      'g.role',
      'g.stage',
      'g.tree',
      'g.scope_id',
      'g.scope_name',
      'g.scope_path',
      'g.granted_at',
      'giver.name as granted_by_name',
    ])
    .where('g.account_id', '=', accountId)
    .where('g.revoked_at', 'is', null)
    .orderBy('g.granted_at')
    .orderBy('g.id')
    .execute()
}
