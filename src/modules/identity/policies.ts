import { type Actor, may, mayAnywhere, type Place } from '../../kernel/actor.ts'
import type { Role } from './contract.ts'

/** An account as policies see it: where its organisation stands, and which administrator it is. */
export type Subject = { id: string; path: string; administrator: Role | null }

const at = (subject: Subject): Place => ({ organisation: subject.path })

/** Who opens accounts must see them; who grants, and who reads the trail, must find them. */
export const READING = ['account.manage', 'grant.manage', 'session.manage', 'audit.read']

export function canListAccounts(actor: Actor): boolean {
  return READING.some((permission) => mayAnywhere(actor, permission))
}

export function canReadAccount(actor: Actor, subject: Subject): boolean {
  return actor.id === subject.id || READING.some((permission) => may(actor, permission, at(subject)))
}

export function canManageAccount(actor: Actor, subject: Pick<Subject, 'path'>): boolean {
  return may(actor, 'account.manage', { organisation: subject.path })
}

const PEERS: Partial<Record<Role, string>> = { security_admin: 'grant.manage', audit_admin: 'audit.verify' }

/**
 * Disabling, enabling and new passwords. Whoever could take over a security or audit administrator would be one,
 * so those accounts are looked after by their own kind.
 */
export function canTakeInHand(actor: Actor, subject: Subject): boolean {
  if (actor.id === subject.id) return false
  const permission = (subject.administrator && PEERS[subject.administrator]) ?? 'account.manage'
  return may(actor, permission, at(subject))
}

/** Both the person and the place must lie where the one who grants is responsible. */
export function canGrant(actor: Actor, subject: Subject, scope: Place): boolean {
  return actor.id !== subject.id && may(actor, 'grant.manage', at(subject)) && may(actor, 'grant.manage', scope)
}

export function canSeeSessions(actor: Actor, subject: Subject): boolean {
  return actor.id === subject.id || may(actor, 'session.manage', at(subject))
}

/** Password and session rules bind everybody: only for who answers for every root of the tree. */
export function canSetRules(actor: Actor, roots: readonly string[]): boolean {
  return mayAnywhere(actor, 'rule.manage') && roots.every((path) => may(actor, 'rule.manage', { organisation: path }))
}

/** A role is taken away where it hangs; the person may meanwhile work elsewhere. */
export function canRevoke(actor: Actor, subject: Subject, wallPath: string): boolean {
  return actor.id !== subject.id && may(actor, 'grant.manage', { organisation: wallPath })
}
