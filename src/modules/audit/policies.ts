import { type Actor, may, subtrees } from '../../kernel/actor.ts'

/** Whether the whole trail is the actor's to read, acts of no organisation included: who answers for every root. */
export function canReadAll(actor: Actor, roots: readonly string[]): boolean {
  return roots.every((path) => may(actor, 'audit.read', { organisation: path }))
}

/** Chains run through all organisations, so verifying them is for who answers for every root. */
export function canVerify(actor: Actor, roots: readonly string[]): boolean {
  return roots.every((path) => may(actor, 'audit.verify', { organisation: path }))
}

/** The organisations whose acts the actor may read, as patterns of paths. */
export const readable = (actor: Actor): string[] => subtrees(actor, 'audit.read', 'organisation')
