import { type Actor, may, type Place } from '../../kernel/actor.ts'

export const canImport = (actor: Actor, place: Place): boolean => may(actor, 'import.run', place)
