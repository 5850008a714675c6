import type { Migration } from '../../../kernel/module.ts'

/** An auditor of one county looks for its few entries among everybody's. */
export const organisationIndex: Migration = {
  name: 'audit/002-organisation-index',
  sql: 'CREATE INDEX entry_organisation ON audit.entry (organisation_id, at DESC);',
}
