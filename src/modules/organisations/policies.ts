import { type Actor, may } from '../../kernel/actor.ts'

export const canManageOrganisation = (actor: Actor, path: string): boolean =>
  may(actor, 'organisation.manage', { organisation: path })

/** A division is managed by who manages the government that answers for it; `path` is that government's. */
export const canManageDivision = (actor: Actor, path: string): boolean =>
  may(actor, 'division.manage', { organisation: path })
