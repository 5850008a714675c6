import type { Migration } from '../../../kernel/module.ts'

export const secret: Migration = {
  name: 'previews/020-secret',
  sql: `
    -- What preview links are sealed with; at most one row, made on first use. A new secret ends every link.
    CREATE TABLE previews.secret (
      is_only boolean PRIMARY KEY DEFAULT true CHECK (is_only),
      secret text NOT NULL CHECK (length(secret) >= 40),
      made_at timestamptz NOT NULL
    );
  `,
}
