/** A place in one of the trees that rights hang on, as a materialised path such as /1/15/. */
export type Place = Readonly<Record<string, string>>

/** A permission in one subtree. */
export type Grant = { permission: string; tree: string; path: string; stage: number | null }

export type Actor = {
  readonly kind: 'person' | 'system' | 'visitor'
  readonly id: string | null
  readonly name: string
  readonly organisationId: string | null
  readonly sessionId: string | null
  readonly address: string | null
  readonly grants: readonly Grant[]
  /** The language in which who asks is answered; Chinese where it is not known. */
  readonly locale?: 'zh-CN' | 'en'
}

export const visitor: Actor = {
  kind: 'visitor',
  id: null,
  name: '',
  organisationId: null,
  sessionId: null,
  address: null,
  grants: [],
}

/** The platform itself: jobs, imports from the command line, the first start. `name` goes on record; what it is called stands under `actor.<name>`. */
export const system = (name: string): Actor => ({ ...visitor, kind: 'system', name })

/** Does the actor hold the permission at this place? A grant covers its whole subtree. */
export function may(actor: Actor, permission: string, place: Place): boolean {
  if (actor.kind === 'system') return true
  return actor.grants.some((grant) => grant.permission === permission && covers(grant, place))
}

/** Does the actor hold the permission anywhere? The coarse gate before a command's own policy. */
export function mayAnywhere(actor: Actor, permission: string): boolean {
  return actor.kind === 'system' || actor.grants.some((grant) => grant.permission === permission)
}

export function covers(grant: Grant, place: Place): boolean {
  const path = place[grant.tree]
  return path !== undefined && path.startsWith(grant.path)
}

/** The subtrees in which the actor holds a permission, as LIKE patterns of one tree. */
export function subtrees(actor: Actor, permission: string, tree: string): string[] {
  if (actor.kind === 'system') return ['%']
  return unique(actor.grants.filter((g) => g.permission === permission && g.tree === tree).map((g) => `${g.path}%`))
}

/** Every subtree of one tree in which the actor holds anything: the second wall, checked again by row-level rules. */
export function wall(actor: Actor, tree: string): string[] {
  if (actor.kind === 'system') return ['%']
  return unique(actor.grants.filter((g) => g.tree === tree).map((g) => `${g.path}%`))
}

const unique = (texts: string[]): string[] => [...new Set(texts)]
