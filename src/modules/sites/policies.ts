import { type Actor, may, mayAnywhere, type Place } from '../../kernel/actor.ts'

type OnSite = { path: string; owner_path: string }

/** Where a site lies in both trees that rights hang on. */
export const placeOfRow = (site: OnSite): Place => ({ organisation: site.owner_path, site: site.path })

export const canManageSite = (actor: Actor, site: OnSite): boolean => may(actor, 'site.manage', placeOfRow(site))

/** A new site: whoever manages its owner, or the site above it. */
export const canRegisterSite = (actor: Actor, owner: { path: string }, parent: { path: string } | null): boolean =>
  may(actor, 'site.manage', { organisation: owner.path, ...(parent ? { site: parent.path } : {}) })

/** To hand a site to another body one must manage that body too. */
export const canGiveTo = (actor: Actor, owner: { path: string }, site: OnSite): boolean =>
  may(actor, 'site.manage', { organisation: owner.path }) || may(actor, 'site.manage', { site: site.path })

export const canManageSettings = (actor: Actor, site: OnSite): boolean => may(actor, 'setting.manage', placeOfRow(site))

export const canManageChannels = (actor: Actor, site: OnSite): boolean => may(actor, 'channel.manage', placeOfRow(site))

/** Blueprints belong to the whole platform: whoever manages them anywhere manages all of them. */
export const canManageBlueprints = (actor: Actor): boolean =>
  actor.kind === 'system' || actor.grants.some((grant) => grant.permission === 'blueprint.manage')

/** Templates are the look of every site: the right must reach from the top of every tree of organisations. */
export const canManageTemplates = (actor: Actor, roots: readonly { path: string }[]): boolean =>
  mayAnywhere(actor, 'template.manage') &&
  roots.every(({ path }) => may(actor, 'template.manage', { organisation: path }))

/** Where a site lies in both trees that rights hang on, for other modules' policies. */
export const placeOf = (site: { path: string; ownerPath: string }): Place => ({
  organisation: site.ownerPath,
  site: site.path,
})
