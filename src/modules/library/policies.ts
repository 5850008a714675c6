import { type Actor, mayAnywhere } from '../../kernel/actor.ts'

type Kind = 'item' | 'channel' | 'template' | 'setting'

/** Pages are public; who may look up what they are made of is who may read that. Channels and settings are open to all staff. */
const NEEDED: Partial<Record<Kind, string>> = { item: 'document.read', template: 'template.manage' }

export function canAskWhoShows(actor: Actor, kind: Kind): boolean {
  const needed = NEEDED[kind]
  return needed === undefined || mayAnywhere(actor, needed)
}

/** Sites that somebody watches over; null: every one. */
export type Watched = ReadonlySet<string> | null

/** A change that reaches a site of somebody else is theirs to stop too: only who answers for all it touched may. */
export function mayCancelOn(watched: Watched, touched: { sites: number; listed: readonly string[] }): boolean {
  if (watched === null) return true
  const sites = new Set(touched.listed)
  return sites.size === touched.sites && [...sites].every((site) => watched.has(site))
}
