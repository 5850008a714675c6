import { type Actor, may, mayAnywhere, type Place } from '../../kernel/actor.ts'

/** Who may read the texts of a site may look at it at any instant. */
export const canPreview = (actor: Actor, place: Place): boolean => may(actor, 'document.read', place)

/** One secret seals the links of the whole platform. */
export const canEndPreviews = (actor: Actor): boolean => mayAnywhere(actor, 'session.manage')
