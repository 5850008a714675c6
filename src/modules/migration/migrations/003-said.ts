import type { Migration } from '../../../kernel/module.ts'

/** Reasons by code and values beside their Chinese words, so that they can be said in another language. Older rows have words only. */
export const said: Migration = {
  name: 'migration/003-said',
  sql: `
    ALTER TABLE migration.rejection ADD COLUMN said jsonb;
    ALTER TABLE migration.run ADD COLUMN failure_said jsonb;
  `,
}
