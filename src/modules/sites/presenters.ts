import type { z } from 'zod'
import type { ShippedTemplate, TemplateFault } from '../../kernel/templates.ts'
import type { ChannelCard } from './cards.ts'
import type * as contract from './contract.ts'
import type { Lineage } from './queries/find-settings.ts'
import type { PendingSetting } from './queries/judge-setting.ts'
import type { StoredSite, StoredTemplate } from './tables.ts'

export type PresentedChannel = z.output<typeof contract.Channel>
type PresentedMount = z.output<typeof contract.Mount>

export type SiteRowData = StoredSite & {
  host: string | null
  parent_name: string | null
  owner_code: string
  owner_name: string
  operator_code: string
  operator_name: string
  child_count: number
}

export function presentSiteRow(row: SiteRowData): z.output<typeof contract.SiteRow> {
  return {
    id: row.id,
    code: row.code,
    name: row.name,
    shortName: row.short_name,
    level: row.level,
    kind: row.kind,
    state: row.state,
    host: row.host,
    basePath: row.base_path,
    parentId: row.parent_id,
    parentName: row.parent_name,
    owner: { id: row.owner_id, code: row.owner_code, name: row.owner_name },
    operator: { id: row.operator_id, code: row.operator_code, name: row.operator_name },
    siteIdCode: row.site_id_code,
    isDemo: row.is_demo,
    childCount: row.child_count,
    updatedAt: row.updated_at.toISOString(),
    version: row.version,
  }
}

/** The rest of the register, as one may change it. */
export function presentRegister(row: StoredSite) {
  return {
    icpNumber: row.icp_number,
    policeNumber: row.police_number,
    markUrl: row.mark_url,
    contactName: row.contact_name,
    contactPhone: row.contact_phone,
    contactAddress: row.contact_address,
    ownerDuties: row.owner_duties,
    operatorDuties: row.operator_duties,
    openedOn: row.opened_on,
    stateReason: row.state_reason,
  }
}

export function presentChannel(
  channel: ChannelCard,
  mount: PresentedMount | null,
  mountedBy: number,
): PresentedChannel {
  const { treePath: _, mountedChannelId: __, archivedAt, ...rest } = channel
  return {
    ...rest,
    keywords: [...channel.keywords],
    columnTypes: [...channel.columnTypes],
    mount,
    mountedBy,
    archivedAt: archivedAt?.toISOString() ?? null,
  }
}

export function presentSettings(
  { sites, effective }: Lineage,
  pending: readonly PendingSetting[],
): z.output<typeof contract.EffectiveSetting>[] {
  const planned = new Map(pending.map(({ key, value, at }) => [key, { value, at: at.toISOString() }]))
  const byId = new Map(sites.map(({ id, code, name, level }) => [id, { id, code, name, level }]))
  return effective.map((one) => ({
    key: one.key,
    value: one.value,
    origin: one.origin,
    originSite: one.originId === null ? null : (byId.get(one.originId) ?? null),
    setAt: one.setAt?.toISOString() ?? null,
    ownValue: one.own?.value ?? null,
    ownSince: one.own?.since.toISOString() ?? null,
    isLockedHere: one.own?.isLocked ?? false,
    pending: planned.get(one.key) ?? null,
  }))
}

export type OwnTemplate = Omit<StoredTemplate, 'valid_to'>
type TemplateStanding = Pick<StoredTemplate, 'theme' | 'name'> & {
  shipped: ShippedTemplate | undefined
  own: OwnTemplate | undefined
}
type PresentedTemplate = z.output<typeof contract.Template>

export function presentTemplate(
  { theme, name, shipped, own }: TemplateStanding,
  fault: TemplateFault | undefined,
): PresentedTemplate {
  const { source, digest } = own ?? shipped ?? { source: '', digest: '' }
  return {
    theme,
    name,
    isShipped: shipped !== undefined,
    isReplaced: own !== undefined,
    digest,
    characters: source.length,
    ...presentOwn(own),
    fault: fault ? `${fault.template}:${fault.line} ${fault.reason}` : null,
    source,
    shippedSource: shipped?.source ?? null,
  }
}

function presentOwn(own: OwnTemplate | undefined): Pick<PresentedTemplate, 'since' | 'setBy' | 'note'> {
  if (!own) return { since: null, setBy: null, note: '' }
  return { since: own.valid_from.toISOString(), setBy: own.set_by, note: own.note }
}
