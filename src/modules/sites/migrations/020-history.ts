import type { Migration } from '../../../kernel/module.ts'

/** Sites, their addresses and their channels as they were (ADR 0008). Settings carry their interval and are asked for by it. */
export const history: Migration = {
  name: 'sites/020-history',
  sql: `
    SELECT kernel.keep_rows('sites', 'site', '{id}', '{version,updated_at}');
    SELECT kernel.keep_rows('sites', 'domain', '{host,base_path}');
    SELECT kernel.keep_rows('sites', 'channel', '{id}', '{version}');
    SELECT kernel.keep_rows('sites', 'former_path', '{site_id,path}', '{left_at}');
  `,
}
