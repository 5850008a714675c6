import { type Actor, mayAnywhere } from '../../kernel/actor.ts'

/** Schemes and code lists hold for the whole platform: whoever manages blueprints anywhere manages them. */
export const canManageVocabulary = (actor: Actor): boolean => mayAnywhere(actor, 'blueprint.manage')
