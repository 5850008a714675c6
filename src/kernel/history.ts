import type { Migration } from './module.ts'

/**
 * How tables keep their past (ADR 0008). A module's migration says once what is to be kept:
 *
 * - `kernel.keep_rows('sites', 'site', '{id}')` for a table whose rows are overwritten or removed. What a row was goes to
 *   `sites.site_past`, with the interval in which it held; `sites.site_at` shows the rows as they stood at `kernel.at()`.
 * - `kernel.keep_intervals('library', 'version', 'valid_from')` for a table whose rows carry their interval already.
 *
 * After every run of migrations `kernel.follow_histories()` brings the past in line with columns that were added.
 */
export const history: Migration = {
  name: 'kernel/020-history',
  sql: `
    -- The clock of the command that is running; the machine's where there is none.
    CREATE FUNCTION kernel.now() RETURNS timestamptz LANGUAGE sql VOLATILE AS $$
      SELECT coalesce(nullif(current_setting('yiwang.now', true), '')::timestamptz, clock_timestamp())
    $$;
    -- The instant that a reader of the past looks at; an error where none was set.
    CREATE FUNCTION kernel.at() RETURNS timestamptz LANGUAGE sql STABLE AS $$
      SELECT current_setting('yiwang.at')::timestamptz
    $$;

    CREATE TABLE kernel.history (
      schema_name text NOT NULL,
      table_name text NOT NULL,
      -- Columns that name a row; null for a table whose rows carry their interval.
      key text[],
      -- Columns whose change alone is no change.
      ignored text[] NOT NULL DEFAULT '{}',
      -- Rows of the table are never removed, so the past of a row hangs on the row of today.
      stays boolean NOT NULL DEFAULT false,
      begins text NOT NULL DEFAULT 'born_at',
      columns text[] NOT NULL DEFAULT '{}',
      kept_since timestamptz NOT NULL DEFAULT clock_timestamp(),
      PRIMARY KEY (schema_name, table_name)
    );

    CREATE FUNCTION kernel.columns_of(schema_name text, table_name text) RETURNS text[] LANGUAGE sql STABLE AS $$
      SELECT array_agg(attname::text ORDER BY attnum) FROM pg_attribute
      WHERE attrelid = format('%I.%I', schema_name, table_name)::regclass AND attnum > 0 AND NOT attisdropped
    $$;
    -- columns_in('{a,b}', 'x.%I', ', ') is 'x.a, x.b'.
    CREATE FUNCTION kernel.columns_in(names text[], pattern text, gap text) RETURNS text LANGUAGE sql IMMUTABLE AS $$
      SELECT string_agg(replace(pattern, '%I', quote_ident(name)), gap ORDER BY place)
      FROM unnest(names) WITH ORDINALITY AS n(name, place)
    $$;

    CREATE FUNCTION kernel.refuse_new_key() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      RAISE EXCEPTION 'the key of a row of % never changes: remove the row and add another', TG_RELID::regclass
        USING ERRCODE = 'check_violation';
    END $$;
    -- The past is written by its trigger alone, and changed by nobody; erasure for privacy is the one exception.
    CREATE FUNCTION kernel.guard_past() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'INSERT' AND pg_trigger_depth() > 1 THEN RETURN NULL; END IF;
      IF TG_OP = 'DELETE' AND current_setting('yiwang.erasing', true) = 'on' THEN RETURN NULL; END IF;
      RAISE EXCEPTION 'the past is not changed' USING ERRCODE = 'check_violation';
    END $$;

    CREATE FUNCTION kernel.build_trigger(h kernel.history) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      live text := format('%I.%I', h.schema_name, h.table_name);
      past text := format('%I.%I', h.schema_name, h.table_name || '_past');
      keeper text := format('%I.%I', h.schema_name, 'keep_' || h.table_name || '_past');
      watched text[] := ARRAY(SELECT unnest(h.columns) EXCEPT SELECT unnest(h.ignored));
    BEGIN
      -- One statement, one row or a hundred thousand. The plan of the first small change, with an empty past, is kept for
      -- the next large one: so no nested loop over transition tables, and the past by its index.
      EXECUTE format($body$
        CREATE OR REPLACE FUNCTION %1$s() RETURNS trigger LANGUAGE plpgsql SET enable_nestloop = off SET enable_seqscan = off AS $keeper$
        DECLARE ended timestamptz := kernel.now();
        BEGIN
          IF TG_OP = 'UPDATE' THEN
            INSERT INTO %2$s (%3$s, valid_from, valid_to)
            SELECT %4$s, began, ended FROM (
              SELECT g.*, greatest(g.born_at, (SELECT max(p.valid_to) FROM %2$s p WHERE (%5$s) = (%6$s))) AS began
              FROM gone g JOIN come c ON (%6$s) = (%7$s)
              WHERE (%8$s) IS DISTINCT FROM (%9$s)
            ) g WHERE began < ended;
          ELSE
            INSERT INTO %2$s (%3$s, valid_from, valid_to)
            SELECT %4$s, began, ended FROM (
              SELECT g.*, greatest(g.born_at, (SELECT max(p.valid_to) FROM %2$s p WHERE (%5$s) = (%6$s))) AS began FROM gone g
            ) g WHERE began < ended;
          END IF;
          RETURN NULL;
        END $keeper$
        $body$, keeper, past, kernel.columns_in(h.columns, '%I', ', '), kernel.columns_in(h.columns, 'g.%I', ', '),
        kernel.columns_in(h.key, 'p.%I', ', '), kernel.columns_in(h.key, 'g.%I', ', '), kernel.columns_in(h.key, 'c.%I', ', '),
        kernel.columns_in(watched, 'g.%I', ', '), kernel.columns_in(watched, 'c.%I', ', '));
      EXECUTE format('
        CREATE OR REPLACE TRIGGER keep_changed AFTER UPDATE ON %1$s REFERENCING OLD TABLE AS gone NEW TABLE AS come
          FOR EACH STATEMENT EXECUTE FUNCTION %2$s();
        CREATE OR REPLACE TRIGGER keep_removed AFTER DELETE ON %1$s REFERENCING OLD TABLE AS gone
          FOR EACH STATEMENT EXECUTE FUNCTION %2$s();
        CREATE OR REPLACE TRIGGER keep_key BEFORE UPDATE OF %3$s ON %1$s FOR EACH ROW
          WHEN ((%4$s) IS DISTINCT FROM (%5$s)) EXECUTE FUNCTION kernel.refuse_new_key();
        CREATE OR REPLACE TRIGGER guard BEFORE INSERT OR UPDATE OR DELETE ON %6$s
          FOR EACH STATEMENT EXECUTE FUNCTION kernel.guard_past();',
        live, keeper, kernel.columns_in(h.key, '%I', ', '), kernel.columns_in(h.key, 'OLD.%I', ', '),
        kernel.columns_in(h.key, 'NEW.%I', ', '), past);
    END $$;

    -- The table as it stood at kernel.at(), with the columns of the table.
    CREATE FUNCTION kernel.build_view(h kernel.history) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      live text := format('%I.%I', h.schema_name, h.table_name);
      past text := format('%I.%I', h.schema_name, h.table_name || '_past');
      seen text := format('%I.%I', h.schema_name, h.table_name || '_at');
      others text[] := ARRAY(SELECT c FROM unnest(h.columns) WITH ORDINALITY AS u(c, n) WHERE c <> ALL (h.key) ORDER BY n);
      held text := 'p.valid_from <= (SELECT kernel.at()) AND p.valid_to > (SELECT kernel.at())';
    BEGIN
      EXECUTE format('DROP VIEW IF EXISTS %s', seen);
      IF h.key IS NULL THEN
        EXECUTE format('CREATE VIEW %s AS SELECT %s FROM %s t WHERE t.%I <= (SELECT kernel.at())', seen,
          replace(kernel.columns_in(h.columns, 't.%I', ', '), 't.valid_to',
            'CASE WHEN t.valid_to > (SELECT kernel.at()) THEN ''infinity'' ELSE t.valid_to END AS valid_to'),
          live, h.begins);
      ELSIF h.stays THEN
        EXECUTE format('CREATE VIEW %s AS SELECT %s, %s FROM %s t LEFT JOIN %s p ON (%s) = (%s) AND %s
            WHERE t.born_at <= (SELECT kernel.at())', seen,
          kernel.columns_in(h.key, 't.%I', ', '),
          kernel.columns_in(others, 'CASE WHEN p.valid_to IS NULL THEN t.%I ELSE p.%I END AS %I', ', '),
          live, past, kernel.columns_in(h.key, 'p.%I', ', '), kernel.columns_in(h.key, 't.%I', ', '), held);
      ELSE
        EXECUTE format('CREATE VIEW %s AS
            SELECT %s FROM %s t WHERE t.born_at <= (SELECT kernel.at())
              AND NOT EXISTS (SELECT FROM %s p WHERE (%s) = (%s) AND p.valid_to > (SELECT kernel.at()))
            UNION ALL SELECT %s FROM %s p WHERE %s', seen,
          kernel.columns_in(h.columns, 't.%I', ', '), live, past, kernel.columns_in(h.key, 'p.%I', ', '),
          kernel.columns_in(h.key, 't.%I', ', '), kernel.columns_in(h.columns, 'p.%I', ', '), past, held);
      END IF;
    END $$;

    -- Columns added to a table since its history was made are added to its past, filled as those of the table were.
    CREATE FUNCTION kernel.follow_histories() RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      h kernel.history;
      added record;
    BEGIN
      FOR h IN SELECT * FROM kernel.history o
        WHERE columns <> kernel.columns_of(o.schema_name, o.table_name) ORDER BY schema_name, table_name
      LOOP
        FOR added IN SELECT a.attname AS name, format_type(a.atttypid, a.atttypmod) AS type, pg_get_expr(d.adbin, d.adrelid) AS value
          FROM pg_attribute a LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
          WHERE a.attrelid = format('%I.%I', h.schema_name, h.table_name)::regclass AND a.attnum > 0 AND NOT a.attisdropped
            AND a.attname::text <> ALL (h.columns) AND h.key IS NOT NULL AND h.columns <> '{}'
        LOOP
          EXECUTE format('ALTER TABLE %I.%I ADD COLUMN %I %s DEFAULT %s', h.schema_name, h.table_name || '_past', added.name,
            added.type, coalesce(added.value, 'NULL'));
          EXECUTE format('ALTER TABLE %I.%I ALTER COLUMN %I DROP DEFAULT', h.schema_name, h.table_name || '_past', added.name);
        END LOOP;
        UPDATE kernel.history o SET columns = kernel.columns_of(o.schema_name, o.table_name)
          WHERE o.schema_name = h.schema_name AND o.table_name = h.table_name RETURNING * INTO h;
        IF h.key IS NOT NULL THEN PERFORM kernel.build_trigger(h); END IF;
        PERFORM kernel.build_view(h);
      END LOOP;
    END $$;

    CREATE FUNCTION kernel.keep_rows(
      schema_name text, table_name text, key text[], ignored text[] DEFAULT '{}', stays boolean DEFAULT false
    ) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      live text := format('%I.%I', schema_name, table_name);
      past text := format('%I.%I', schema_name, table_name || '_past');
    BEGIN
      -- Nobody knows since when the rows of today stand: they count as always so.
      EXECUTE format('ALTER TABLE %s ADD COLUMN born_at timestamptz NOT NULL DEFAULT ''-infinity''', live);
      EXECUTE format('ALTER TABLE %s ALTER COLUMN born_at SET DEFAULT kernel.now()', live);
      EXECUTE format('CREATE TABLE %s AS SELECT t.*, born_at AS valid_from, born_at AS valid_to FROM %s t WHERE false', past, live);
      EXECUTE format('ALTER TABLE %s ALTER valid_from SET NOT NULL, ALTER valid_to SET NOT NULL, ADD CHECK (valid_from < valid_to)', past);
      EXECUTE format('CREATE INDEX ON %s (%s, valid_to)', past, kernel.columns_in(key, '%I', ', '));
      INSERT INTO kernel.history (schema_name, table_name, key, ignored, stays)
        VALUES (keep_rows.schema_name, keep_rows.table_name, keep_rows.key, keep_rows.ignored, keep_rows.stays);
      PERFORM kernel.follow_histories();
    END $$;

    CREATE FUNCTION kernel.keep_intervals(schema_name text, table_name text, begins text) RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO kernel.history (schema_name, table_name, begins)
        VALUES (keep_intervals.schema_name, keep_intervals.table_name, keep_intervals.begins);
      PERFORM kernel.follow_histories();
    END $$;
  `,
}
