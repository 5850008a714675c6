import type { Migration } from '../../../kernel/module.ts'

/** What is scheduled and what lies in the bin is little of much: each is found by an index that holds only that. */
export const rareViews: Migration = {
  name: 'content/050-rare-views',
  sql: `
    CREATE INDEX document_dated ON content.document (visible_from) WHERE deleted_at IS NULL AND state = 'released' AND visible_from IS NOT NULL;
    CREATE INDEX document_bin ON content.document (updated_at DESC, id DESC) WHERE deleted_at IS NOT NULL;
  `,
}
