import { type Actor, may, mayAnywhere, type Place } from '../../kernel/actor.ts'

const TUNE = 'search.tune'

/** What holds for the readers of every site: the right must reach from the top of every tree of organisations. */
export const canTuneProvince = (actor: Actor, roots: readonly { path: string }[]): boolean =>
  mayAnywhere(actor, TUNE) && roots.every(({ path }) => may(actor, TUNE, { organisation: path }))

/** What holds for the readers of one site. */
export const canTuneSite = (actor: Actor, place: Place): boolean => may(actor, TUNE, place)
