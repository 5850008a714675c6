import type { Migration } from '../../../kernel/module.ts'

/**
 * Which pages of the table of titles hold anything newer than a date. Of all indexes on what changes with every act only these leave
 * an update on its page, with no entry in any other index (PostgreSQL 16).
 */
export const titleDates: Migration = {
  name: 'content/071-title-dates',
  sql: `
    CREATE INDEX title_index_updated ON content.title_index USING brin (updated_at) WITH (pages_per_range = 16, autosummarize = on);
    CREATE INDEX title_index_released ON content.title_index USING brin (released_at) WITH (pages_per_range = 16, autosummarize = on);
  `,
}
