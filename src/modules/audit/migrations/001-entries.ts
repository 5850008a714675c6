import type { Migration } from '../../../kernel/module.ts'

/**
 * Entries stand in 64 chains, so that 64 commands can commit at once: a command takes any free chain head, extends it and
 * holds it until the commit. In each chain the numbers have no gap and each digest covers the one before it.
 */
export const entries: Migration = {
  name: 'audit/001-entries',
  sql: `
    CREATE TABLE audit.chain (
      no smallint PRIMARY KEY,
      last_seq bigint NOT NULL DEFAULT 0,
      last_digest bytea NOT NULL DEFAULT '\\x00'
    );
    INSERT INTO audit.chain (no) SELECT generate_series(0, 63);

    CREATE TABLE audit.entry (
      chain smallint NOT NULL REFERENCES audit.chain,
      seq bigint NOT NULL,
      at timestamptz NOT NULL,
      actor_id uuid,
      actor_name text NOT NULL,
      actor_kind text NOT NULL,
      session_id uuid,
      address text,
      action text NOT NULL,
      target_kind text NOT NULL,
      target_id text NOT NULL,
      target_label text NOT NULL,
      organisation_id uuid,
      site_id uuid,
      before json,
      after json,
      digest bytea NOT NULL,
      PRIMARY KEY (chain, seq)
    );
    CREATE INDEX entry_at ON audit.entry (at DESC);
    CREATE INDEX entry_actor ON audit.entry (actor_id, at DESC);
    CREATE INDEX entry_target ON audit.entry (target_kind, target_id, at DESC);
    CREATE INDEX entry_site ON audit.entry (site_id, at DESC);
    CREATE INDEX entry_action ON audit.entry (action, at DESC);

    -- The text of an array quotes what it must and tells an absent value from any text, so no two entries read the same.
    CREATE FUNCTION audit.digest(previous bytea, e audit.entry) RETURNS bytea LANGUAGE sql STABLE AS $$
      SELECT sha256(previous || convert_to((ARRAY[
        e.chain::text, e.seq::text, to_char(e.at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS'), e.actor_id::text, e.actor_name,
        e.actor_kind, e.session_id::text, e.address, e.action, e.target_kind, e.target_id, e.target_label,
        e.organisation_id::text, e.site_id::text, e.before::text, e.after::text])::text, 'UTF8'))
    $$;

    -- before and after arrive as text inside the entries, so that they are kept to the letter.
    CREATE FUNCTION audit.append(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE head audit.chain; one jsonb; e audit.entry; wanted int := floor(random() * 64);
    BEGIN
      SELECT * INTO head FROM audit.chain WHERE no >= wanted ORDER BY no LIMIT 1 FOR UPDATE SKIP LOCKED;
      IF NOT FOUND THEN SELECT * INTO head FROM audit.chain ORDER BY no LIMIT 1 FOR UPDATE SKIP LOCKED; END IF;
      IF NOT FOUND THEN SELECT * INTO STRICT head FROM audit.chain WHERE no = wanted FOR UPDATE; END IF;
      FOR one IN SELECT value FROM jsonb_array_elements(entries) WITH ORDINALITY ORDER BY ordinality LOOP
        e := jsonb_populate_record(NULL::audit.entry, one - 'before' - 'after');
        e.before := (one ->> 'before')::json;
        e.after := (one ->> 'after')::json;
        head.last_seq := head.last_seq + 1;
        e.chain := head.no;
        e.seq := head.last_seq;
        e.digest := audit.digest(head.last_digest, e);
        head.last_digest := e.digest;
        INSERT INTO audit.entry SELECT (e).*;
      END LOOP;
      UPDATE audit.chain SET last_seq = head.last_seq, last_digest = head.last_digest WHERE no = head.no;
    END $$;

    CREATE FUNCTION audit.refuse() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION 'audit entries are never changed or removed' USING ERRCODE = 'insufficient_privilege'; END $$;
    CREATE TRIGGER entry_is_final BEFORE UPDATE OR DELETE ON audit.entry FOR EACH ROW EXECUTE FUNCTION audit.refuse();
    CREATE TRIGGER entry_is_kept BEFORE TRUNCATE ON audit.entry FOR EACH STATEMENT EXECUTE FUNCTION audit.refuse();
  `,
}
