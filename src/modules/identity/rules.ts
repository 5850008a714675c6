import { Problem } from '../../kernel/problem.ts'
import type { PasswordRule, Role, Tree } from './contract.ts'
import { ROLES } from './roles.ts'

const MINUTE = 60_000
const DAY = 24 * 60 * MINUTE

export type PasswordFault = 'password-short' | 'password-classes' | 'password-login'

/** What is wrong with a new password. Whether it was used before is for the command to find out. */
export function faultsOfPassword(password: string, login: string, rule: PasswordRule): PasswordFault[] {
  const classes = [/\p{Ll}/u, /\p{Lu}/u, /\p{Nd}/u, /[^\p{Ll}\p{Lu}\p{Nd}]/u].filter((one) => one.test(password)).length
  return [
    Array.from(password).length < rule.minLength && ('password-short' as const),
    classes < rule.classes && ('password-classes' as const),
    password.toLowerCase().includes(login.toLowerCase()) && ('password-login' as const),
  ].filter((fault) => fault !== false)
}

/** What an account is called on record: it is looked for by the person's name as well as by the login. */
export const labelOf = ({ name, login }: { name: string; login: string }): string => `${name}（${login}）`

type Secret = { must_change_password: boolean; password_set_at: Date }

export function mustChangePassword(account: Secret, rule: PasswordRule, now: Date): boolean {
  if (account.must_change_password) return true
  return rule.maxAgeDays > 0 && now.getTime() - account.password_set_at.getTime() > rule.maxAgeDays * DAY
}

type Tries = { failed_count: number; locked_until: Date | null }

export function isLocked(tries: Tries, now: Date): boolean {
  return tries.locked_until !== null && tries.locked_until > now
}

/** The counter after one more wrong password; a lock that has run out starts a new count. */
export function countFailure(tries: Tries, rule: PasswordRule, now: Date): Tries {
  const failed_count = tries.locked_until === null ? tries.failed_count + 1 : 1
  if (failed_count < rule.lockAfter) return { failed_count, locked_until: null }
  return { failed_count, locked_until: new Date(now.getTime() + rule.lockMinutes * MINUTE) }
}

type Wanted = { role: Role; stage: number | null; tree: Tree }

export function assertGrantShape({ role, stage, tree }: Wanted): void {
  if ((role === 'reviewer') !== (stage !== null)) throw new Problem('grant-stage', 422)
  if (!ROLES[role].trees.includes(tree)) throw new Problem('grant-tree', 422)
}

/** 三员分立: one kind of administrator role per person, and none beside work on content. */
export function assertSeparation(role: Role, administrator: Role | null, holdsOtherRoles: boolean): void {
  const wantsAdministrator = ROLES[role].isAdministrator
  if (administrator !== null && wantsAdministrator && administrator !== role) {
    throw new Problem('administrator-separation', 409, { role: administrator })
  }
  if (administrator !== null && !wantsAdministrator) {
    throw new Problem('administrator-holds-no-content-role', 409, { role: administrator })
  }
  if (administrator === null && wantsAdministrator && holdsOtherRoles) {
    throw new Problem('content-account-no-administrator', 409)
  }
}
