import { type Actor, may, mayAnywhere, type Place } from '../../kernel/actor.ts'

const TUNE = 'search.tune'

/** Paths at the top of both trees that rights hang on. */
export type Roots = { organisations: readonly string[]; sites: readonly string[] }

/** What holds for the readers of every site: the right must reach from the top of every tree, of organisations or of sites. */
export const canTuneProvince = (actor: Actor, { organisations, sites }: Roots): boolean =>
  mayAnywhere(actor, TUNE) &&
  (organisations.every((organisation) => may(actor, TUNE, { organisation })) ||
    (sites.length > 0 && sites.every((site) => may(actor, TUNE, { site }))))

/** What holds for the readers of one site. */
export const canTuneSite = (actor: Actor, place: Place): boolean => may(actor, TUNE, place)
