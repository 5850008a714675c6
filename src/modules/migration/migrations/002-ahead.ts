import type { Migration } from '../../../kernel/module.ts'

/** Batches that were committed before an earlier one: [from, to] in lines. A resumed run leaves them out. */
export const ahead: Migration = {
  name: 'migration/002-ahead',
  sql: `ALTER TABLE migration.run ADD COLUMN ahead jsonb NOT NULL DEFAULT '[]'`,
}
