import type { Migration } from '../../../kernel/module.ts'

/**
 * What was published first lies anywhere in the table, so a list in that order fetched a page for each row it passed by. With the site in
 * the index, which the wall asks for, rows are passed by without that.
 */
export const releasedSites: Migration = {
  name: 'content/072-released-sites',
  sql: `
    DROP INDEX content.document_released;
    CREATE INDEX document_released ON content.document (released_at DESC NULLS LAST, id DESC) INCLUDE (site_id) WHERE deleted_at IS NULL;
  `,
}
