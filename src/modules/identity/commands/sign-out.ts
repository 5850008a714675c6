import type { Work } from '../../../kernel/work.ts'

export async function signOut(work: Work): Promise<{ done: true }> {
  const { sessionId, id, name, organisationId } = work.actor
  if (sessionId !== null) {
    await work.db
      .updateTable('identity.session')
      .set({ revoked_at: work.now })
      .where('id', '=', sessionId)
      .where('revoked_at', 'is', null)
      .execute()
    work.record({ action: 'session.close', target: { kind: 'account', id: id ?? '-', label: name }, organisationId })
  }
  return { done: true }
}
