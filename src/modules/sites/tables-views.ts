import type { StoredChannel, StoredSite } from './tables.ts'

declare module '../../kernel/tables.ts' {
  interface Tables {
    /** Names and paths of sites, for the list screens of other modules. */
    'sites.v_site': Pick<
      StoredSite,
      | 'id'
      | 'no'
      | 'code'
      | 'name'
      | 'short_name'
      | 'level'
      | 'kind'
      | 'state'
      | 'path'
      | 'owner_path'
      | 'owner_id'
      | 'base_path'
    > & { host: string | null }
    'sites.v_channel': Pick<
      StoredChannel,
      | 'id'
      | 'site_id'
      | 'parent_id'
      | 'code'
      | 'name'
      | 'kind'
      | 'path'
      | 'tree_path'
      | 'item_kind'
      | 'mounted_channel_id'
      | 'archived_at'
    >
  }
}
