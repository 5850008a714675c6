import type { StoredChannel, StoredSite } from './tables.ts'

/** A site as other modules and the portal see it. */
export type SiteCard = {
  readonly id: string
  readonly code: string
  readonly name: string
  readonly shortName: string
  readonly level: StoredSite['level']
  readonly kind: StoredSite['kind']
  readonly state: StoredSite['state']
  readonly stateReason: string
  readonly parentId: string | null
  readonly path: string
  readonly ownerId: string
  readonly ownerPath: string
  readonly operatorId: string
  /** The main host; null while the site has none. */
  readonly host: string | null
  readonly basePath: string
  readonly siteIdCode: string | null
  readonly icpNumber: string
  readonly policeNumber: string
  readonly markUrl: string
  readonly contactName: string
  readonly contactPhone: string
  readonly contactAddress: string
  readonly isDemo: boolean
  readonly openedOn: string | null
  readonly version: number
}

/** A channel as other modules and the portal see it; `depth` starts at 0. */
export type ChannelCard = {
  readonly id: string
  readonly siteId: string
  readonly parentId: string | null
  readonly code: string
  readonly name: string
  readonly kind: StoredChannel['kind']
  /** Below the site's base, without slashes at the ends. */
  readonly path: string
  /** /12/40/: the subtree of an aggregate is found by its prefix. */
  readonly treePath: string
  readonly depth: number
  readonly description: string
  readonly keywords: readonly string[]
  readonly columnTypes: readonly string[]
  readonly indicatorClass: string
  readonly updateLimitDays: number | null
  readonly mayBeEmpty: boolean
  readonly itemKind: StoredChannel['item_kind']
  readonly reviewStages: number | null
  readonly template: string | null
  readonly mountedChannelId: string | null
  readonly linkUrl: string | null
  readonly inNav: boolean
  readonly position: number
  readonly version: number
  readonly archivedAt: Date | null
}

export function siteCard(row: StoredSite & { host: string | null }): SiteCard {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    level: row.level,
    kind: row.kind,
    state: row.state,
    stateReason: row.state_reason,
    parentId: row.parent_id,
    path: row.path,
    ownerId: row.owner_id,
    ownerPath: row.owner_path,
    operatorId: row.operator_id,
    host: row.host,
    basePath: row.base_path,
    siteIdCode: row.site_id_code,
    icpNumber: row.icp_number,
    policeNumber: row.police_number,
    markUrl: row.mark_url,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    contactAddress: row.contact_address,
    isDemo: row.is_demo,
    openedOn: row.opened_on,
    version: row.version,
  }
}

export function channelCard(row: StoredChannel): ChannelCard {
  return {
    id: row.id,
    siteId: row.site_id,
    parentId: row.parent_id,
    code: row.code,
    name: row.name,
    kind: row.kind,
    path: row.path,
    treePath: row.tree_path,
    depth: row.tree_path.split('/').length - 3,
    description: row.description,
    keywords: row.keywords,
    columnTypes: row.column_types,
    indicatorClass: row.indicator_class,
    updateLimitDays: row.update_limit_days,
    mayBeEmpty: row.may_be_empty,
    itemKind: row.item_kind,
    reviewStages: row.review_stages,
    template: row.template,
    mountedChannelId: row.mounted_channel_id,
    linkUrl: row.link_url,
    inNav: row.in_nav,
    position: row.position,
    version: row.version,
    archivedAt: row.archived_at,
  }
}
