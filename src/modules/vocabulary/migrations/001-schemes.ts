import type { Migration } from '../../../kernel/module.ts'

export const schemes: Migration = {
  name: 'vocabulary/001-schemes',
  sql: `
    -- Metadata schemes by item kind. A provincial overlay adds to or replaces elements of the national one.
    CREATE TABLE vocabulary.scheme (
      id uuid PRIMARY KEY,
      kind text NOT NULL,
      version int NOT NULL,
      overlay text NOT NULL DEFAULT '',
      name text NOT NULL,
      elements jsonb NOT NULL,
      valid_from date NOT NULL,
      valid_until date,
      UNIQUE (kind, overlay, version)
    );
    CREATE TABLE vocabulary.code (
      list text NOT NULL,
      overlay text NOT NULL DEFAULT '',
      code text NOT NULL,
      name text NOT NULL,
      parent_code text,
      position int NOT NULL DEFAULT 0,
      attributes jsonb NOT NULL DEFAULT '{}',
      basis text NOT NULL DEFAULT '',
      valid_from date NOT NULL DEFAULT '1949-10-01',
      valid_until date,
      PRIMARY KEY (list, overlay, code, valid_from)
    );
  `,
}
