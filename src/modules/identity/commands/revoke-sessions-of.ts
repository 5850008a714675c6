import type { Work } from '../../../kernel/work.ts'

/** Ends every session of an account, but for one if so wished. */
export async function revokeSessionsOf(work: Work, accountId: string, except: string | null = null): Promise<void> {
  const sessions = work.db
    .updateTable('identity.session')
    .set({ revoked_at: work.now })
    .where('account_id', '=', accountId)
    .where('revoked_at', 'is', null)
  await (except === null ? sessions : sessions.where('id', '<>', except)).execute()
}
