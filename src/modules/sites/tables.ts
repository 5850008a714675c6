import type { ColumnType, Generated } from 'kysely'
import type { At, AtOrNull, DayOrNull, Json } from '../../kernel/tables.ts'

export type StoredSite = {
  id: string
  no: number
  code: string
  name: string
  short_name: string
  level: 'province' | 'city' | 'county' | 'town' | 'village'
  kind: 'portal' | 'department' | 'subportal'
  state: 'draft' | 'running' | 'exceptional' | 'suspended' | 'closing' | 'closed'
  state_reason: string
  parent_id: string | null
  path: string
  owner_id: string
  owner_path: string
  operator_id: string
  owner_duties: string
  operator_duties: string
  base_path: string
  site_id_code: string | null
  icp_number: string
  police_number: string
  mark_url: string
  contact_name: string
  contact_phone: string
  contact_address: string
  is_demo: boolean
  opened_on: string | null
  version: number
  updated_at: Date
}

/** Columns that the database fills where nothing is given. */
type Filled<T, K extends keyof T> = Omit<T, K> & { [P in K]: ColumnType<T[P], T[P] | undefined, T[P]> }

type SiteTable = Filled<
  Omit<StoredSite, 'no' | 'opened_on' | 'updated_at'>,
  | ('state' | 'state_reason' | 'owner_duties' | 'operator_duties' | 'base_path' | 'site_id_code' | 'icp_number')
  | ('police_number' | 'mark_url' | 'contact_name' | 'contact_phone' | 'contact_address' | 'is_demo' | 'version')
> & { no: Generated<number>; opened_on: DayOrNull; updated_at: ColumnType<Date, Date | undefined, Date> }

export type StoredChannel = {
  id: string
  no: number
  site_id: string
  parent_id: string | null
  code: string
  name: string
  kind: 'list' | 'aggregate' | 'page' | 'topic' | 'mounted' | 'link'
  path: string
  tree_path: string
  description: string
  keywords: string[]
  column_types: string[]
  indicator_class: string
  update_limit_days: number | null
  may_be_empty: boolean
  item_kind: string
  review_stages: number | null
  template: string | null
  mounted_channel_id: string | null
  link_url: string | null
  in_nav: boolean
  position: number
  version: number
  archived_at: Date | null
}

/** A template that an operator has put in the place of a shipped one. */
export type StoredTemplate = {
  theme: 'base' | 'government' | 'department' | 'village'
  name: string
  source: string
  digest: string
  note: string
  valid_from: Date
  valid_to: Date
  set_by: string | null
}

type ChannelTable = Filled<
  Omit<StoredChannel, 'no' | 'archived_at'>,
  | (
      | 'description'
      | 'keywords'
      | 'column_types'
      | 'indicator_class'
      | 'update_limit_days'
      | 'may_be_empty'
      | 'item_kind'
    )
  | ('review_stages' | 'template' | 'mounted_channel_id' | 'link_url' | 'in_nav' | 'position' | 'version' | 'parent_id')
> & { no: Generated<number>; archived_at: AtOrNull }

declare module '../../kernel/tables.ts' {
  interface Tables {
    'sites.site': SiteTable
    'sites.domain': { host: string; site_id: string; base_path: Generated<string>; is_main: Generated<boolean> }
    'sites.site_state': { site_id: string; state: StoredSite['state']; reason: string; at: At; set_by: string | null }
    'sites.domain_rule': {
      kind: StoredSite['kind']
      pattern: string
      example: string
      basis: string
      valid_from: string
      valid_until: string | null
    }
    'sites.channel': ChannelTable
    'sites.former_path': { site_id: string; path: string; channel_id: string; left_at: At }
    'sites.setting': {
      site_id: string
      key: string
      value: Json<unknown>
      is_locked: Generated<boolean>
      valid_from: At
      valid_to: Generated<Date>
      set_by: string | null
    }
    'sites.template': Omit<StoredTemplate, 'valid_from' | 'valid_to'> & { valid_from: At; valid_to: Generated<Date> }
    'sites.blueprint': {
      code: string
      name: string
      description: string
      level: string | null
      channels: Json<unknown>
      settings: Json<Record<string, unknown>>
      version: Generated<number>
    }
  }
}
