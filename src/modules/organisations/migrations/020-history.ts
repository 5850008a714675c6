import type { Migration } from '../../../kernel/module.ts'

/** Names, telephone numbers and persons as they were: what a page of a past instant shows (ADR 0008). */
export const history: Migration = {
  name: 'organisations/020-history',
  sql: `
    SELECT kernel.keep_rows('organisations', 'organisation', '{id}', '{version,updated_at}');
    SELECT kernel.keep_rows('organisations', 'person', '{id}');
  `,
}
