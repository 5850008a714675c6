import type { Generated } from 'kysely'
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

type SiteTable = Omit<StoredSite, 'opened_on' | 'updated_at' | 'version'> & {
  opened_on: DayOrNull
  updated_at: At
  version: Generated<number>
}

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
  item_kind: 'article' | 'official_document'
  review_stages: number | null
  template: string | null
  mounted_channel_id: string | null
  link_url: string | null
  in_nav: boolean
  position: number
  version: number
  archived_at: Date | null
}

type ChannelTable = Omit<StoredChannel, 'archived_at' | 'version'> & { archived_at: AtOrNull; version: Generated<number> }

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
    'sites.setting': {
      site_id: string
      key: string
      value: Json<unknown>
      is_locked: Generated<boolean>
      valid_from: At
      valid_to: Generated<Date>
      set_by: string | null
    }
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
