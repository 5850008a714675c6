import { type Actor, mayAnywhere } from '../../kernel/actor.ts'

type Kind = 'item' | 'channel' | 'template' | 'setting'

/** Pages are public; who may look up what they are made of is who may read that. Channels and settings are open to all staff. */
const NEEDED: Partial<Record<Kind, string>> = { item: 'document.read', template: 'template.manage' }

export function canAskWhoShows(actor: Actor, kind: Kind): boolean {
  const needed = NEEDED[kind]
  return needed === undefined || mayAnywhere(actor, needed)
}
