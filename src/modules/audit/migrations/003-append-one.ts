import type { Migration } from '../../../kernel/module.ts'

/**
 * Nearly every command records one entry, and taking it apart as JSON took longer than writing it. The same as
 * audit.append for one entry whose columns arrive as they are; `verify` recomputes both with audit.digest.
 */
export const appendOne: Migration = {
  name: 'audit/003-append-one',
  sql: `
    CREATE FUNCTION audit.append_one(at timestamptz, actor_id uuid, actor_name text, actor_kind text, session_id uuid, address text,
      action text, target_kind text, target_id text, target_label text, organisation_id uuid, site_id uuid, old_json text, new_json text)
    RETURNS void LANGUAGE plpgsql AS $$
    DECLARE
      wanted int := floor(random() * 64);
      chain int;
      seq bigint;
      digest bytea;
    BEGIN
      SELECT c.no, c.last_seq + 1, c.last_digest INTO chain, seq, digest
        FROM audit.chain c WHERE c.no >= wanted ORDER BY c.no LIMIT 1 FOR UPDATE SKIP LOCKED;
      IF NOT FOUND THEN
        SELECT c.no, c.last_seq + 1, c.last_digest INTO chain, seq, digest
          FROM audit.chain c ORDER BY c.no LIMIT 1 FOR UPDATE SKIP LOCKED;
      END IF;
      IF NOT FOUND THEN
        SELECT c.no, c.last_seq + 1, c.last_digest INTO STRICT chain, seq, digest FROM audit.chain c WHERE c.no = wanted FOR UPDATE;
      END IF;
      digest := sha256(digest || convert_to((ARRAY[
        chain::text, seq::text, to_char(at AT TIME ZONE 'UTC', 'YYYYMMDDHH24MISSUS'), actor_id::text, actor_name,
        actor_kind, session_id::text, address, action, target_kind, target_id, target_label,
        organisation_id::text, site_id::text, old_json, new_json])::text, 'UTF8'));
      INSERT INTO audit.entry VALUES (chain, seq, at, actor_id, actor_name, actor_kind, session_id, address, action, target_kind,
        target_id, target_label, organisation_id, site_id, old_json::json, new_json::json, digest);
      UPDATE audit.chain c SET last_seq = seq, last_digest = digest WHERE c.no = chain;
    END $$;
  `,
}
