import { newId } from '../../../kernel/ids.ts'
import { Problem, wrongState } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { hashPassword } from '../passwords.ts'
import { labelOf } from '../rules.ts'

export type NewAccount = {
  login: string
  name: string
  organisationId: string
  phone?: string
  /** Either a password, or one hashed before: seeding many accounts hashes once. */
  password: string | { hash: string }
  mustChangePassword?: boolean
  locale?: 'zh-CN' | 'en'
}

/** Opens an account. Who may do so is the caller's business; the database refuses organisations out of reach. */
export async function addAccount(work: Work, input: NewAccount): Promise<{ id: string }> {
  const organisation = await work.db
    .selectFrom('organisations.v_directory')
    .select(['id', 'is_abolished'])
    .where('id', '=', input.organisationId)
    .executeTakeFirst()
  if (!organisation || organisation.is_abolished) throw new Problem('organisation-not-usable', 422)
  const id = newId()
  const hash = typeof input.password === 'string' ? await hashPassword(input.password) : input.password.hash
  const added = await work.db
    .insertInto('identity.account')
    .values({
      id,
      login: input.login,
      name: input.name,
      organisation_id: input.organisationId,
      phone: input.phone ?? '',
      password_hash: hash,
      password_set_at: work.now,
      must_change_password: input.mustChangePassword ?? false,
      locale: input.locale ?? 'zh-CN',
      created_at: work.now,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) throw wrongState('login-taken', { login: input.login })
  await work.db
    .insertInto('identity.password_history')
    .values({ account_id: id, password_hash: hash, set_at: work.now })
    .execute()
  work.record({
    action: 'account.create',
    target: { kind: 'account', id, label: labelOf(input) },
    organisationId: input.organisationId,
    after: { login: input.login, name: input.name, organisationId: input.organisationId },
  })
  return { id }
}
