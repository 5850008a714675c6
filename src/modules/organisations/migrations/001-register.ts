import type { Migration } from '../../../kernel/module.ts'

export const register: Migration = {
  name: 'organisations/001-register',
  sql: `
    -- Administrative divisions. Padded codes repeat across levels in the official table, so the key is (code, level, valid_from).
    CREATE TABLE organisations.division (
      id uuid PRIMARY KEY,
      code text NOT NULL CHECK (code ~ '^[0-9]{12}$'),
      level smallint NOT NULL CHECK (level BETWEEN 1 AND 5),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 100),
      parent_id uuid REFERENCES organisations.division,
      valid_from date NOT NULL DEFAULT '1949-10-01',
      valid_until date,
      version int NOT NULL DEFAULT 1,
      UNIQUE (code, level, valid_from)
    );
    CREATE INDEX division_children ON organisations.division (parent_id, code);

    CREATE TABLE organisations.division_predecessor (
      division_id uuid NOT NULL REFERENCES organisations.division,
      predecessor_id uuid NOT NULL REFERENCES organisations.division,
      PRIMARY KEY (division_id, predecessor_id),
      CHECK (division_id <> predecessor_id)
    );

    CREATE TABLE organisations.organisation (
      id uuid PRIMARY KEY,
      no bigint GENERATED ALWAYS AS IDENTITY UNIQUE,
      code text NOT NULL UNIQUE CHECK (length(code) BETWEEN 1 AND 64),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 200),
      short_name text NOT NULL CHECK (length(short_name) BETWEEN 1 AND 100),
      kind text NOT NULL,
      division_id uuid NOT NULL REFERENCES organisations.division,
      parent_id uuid REFERENCES organisations.organisation,
      -- Materialised path of numbers, /1/15/203/; a prefix test finds a subtree.
      path text NOT NULL UNIQUE,
      position int NOT NULL DEFAULT 0,
      uscc text UNIQUE CHECK (length(uscc) = 18),
      phone text NOT NULL DEFAULT '',
      address text NOT NULL DEFAULT '',
      office_hours text NOT NULL DEFAULT '',
      functions text NOT NULL DEFAULT '',
      abolished_on date,
      successor_id uuid REFERENCES organisations.organisation,
      version int NOT NULL DEFAULT 1,
      updated_at timestamptz NOT NULL DEFAULT now()
    );
    CREATE INDEX organisation_children ON organisations.organisation (parent_id, position, no);
    CREATE INDEX organisation_path ON organisations.organisation (path text_pattern_ops);
    CREATE INDEX organisation_division ON organisations.organisation (division_id);

    CREATE TABLE organisations.person (
      id uuid PRIMARY KEY,
      organisation_id uuid NOT NULL REFERENCES organisations.organisation,
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
      title text NOT NULL CHECK (length(title) BETWEEN 1 AND 100),
      duties text NOT NULL DEFAULT '',
      position int NOT NULL DEFAULT 0
    );
    CREATE INDEX person_of ON organisations.person (organisation_id, position);

    -- The second wall: whoever slips past a policy still cannot write outside the subtrees of their roles.
    ALTER TABLE organisations.organisation ENABLE ROW LEVEL SECURITY;
    ALTER TABLE organisations.organisation FORCE ROW LEVEL SECURITY;
    CREATE POLICY organisation_read ON organisations.organisation FOR SELECT USING (true);
    CREATE POLICY organisation_write ON organisations.organisation
      USING (path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]))
      WITH CHECK (path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]));
  `,
}
