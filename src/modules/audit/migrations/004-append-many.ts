import type { Migration } from '../../../kernel/module.ts'

/** As 001-entries has it, but all entries of an act are written at once: an import puts hundreds on record. */
export const appendMany: Migration = {
  name: 'audit/004-append-many',
  sql: `
    CREATE OR REPLACE FUNCTION audit.append(entries jsonb) RETURNS void LANGUAGE plpgsql AS $$
    DECLARE head audit.chain; e audit.entry; written audit.entry[]; wanted int := floor(random() * 64);
    BEGIN
      SELECT * INTO head FROM audit.chain WHERE no >= wanted ORDER BY no LIMIT 1 FOR UPDATE SKIP LOCKED;
      IF NOT FOUND THEN SELECT * INTO head FROM audit.chain ORDER BY no LIMIT 1 FOR UPDATE SKIP LOCKED; END IF;
      IF NOT FOUND THEN SELECT * INTO STRICT head FROM audit.chain WHERE no = wanted FOR UPDATE; END IF;
      FOR e IN
        SELECT head.no, 0, at, actor_id, actor_name, actor_kind, session_id, address, action, target_kind,
          target_id, target_label, organisation_id, site_id, before::json, after::json, ''::bytea
        FROM ROWS FROM (jsonb_to_recordset(entries) AS (at timestamptz, actor_id uuid, actor_name text, actor_kind text,
          session_id uuid, address text, action text, target_kind text, target_id text, target_label text, organisation_id uuid,
          site_id uuid, before text, after text)) WITH ORDINALITY
        ORDER BY ordinality
      LOOP
        head.last_seq := head.last_seq + 1;
        e.seq := head.last_seq;
        e.digest := audit.digest(head.last_digest, e);
        head.last_digest := e.digest;
        written := written || e;
      END LOOP;
      INSERT INTO audit.entry SELECT * FROM unnest(written);
      UPDATE audit.chain SET last_seq = head.last_seq, last_digest = head.last_digest WHERE no = head.no;
    END $$;
  `,
}
