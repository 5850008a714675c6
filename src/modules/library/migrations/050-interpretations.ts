import type { Migration } from '../../../kernel/module.ts'

/**
 * A text names the documents it explains in its metadata; from a document, the texts that explain it are found by index.
 * The change log tells the pages of both the documents that are named and those that were.
 */
export const interpretations: Migration = {
  name: 'library/050-interpretations',
  sql: `
    CREATE INDEX version_interprets ON library.version USING gin ((metadata->'interprets')) WHERE metadata ? 'interprets';

    CREATE OR REPLACE FUNCTION library.note_versions() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF EXISTS (SELECT 1 FROM new_rows WHERE version > 1 OR metadata ? 'interprets') THEN
        INSERT INTO kernel.change (keys, due_at)
        SELECT array_agg(DISTINCT 'interpreters:' || named.id), kernel.ms(n.valid_from)
        FROM new_rows n
        LEFT JOIN library.version b ON n.version > 1 AND b.item_id = n.item_id AND b.valid_to = n.valid_from AND b.valid_from < b.valid_to,
        LATERAL (
          SELECT jsonb_array_elements_text(n.metadata->'interprets') AS id
          UNION SELECT jsonb_array_elements_text(b.metadata->'interprets')) named
        GROUP BY n.valid_from;
      END IF;
      IF NOT EXISTS (SELECT 1 FROM new_rows WHERE version > 1) THEN RETURN NULL; END IF;
      INSERT INTO kernel.change (keys, points, due_at, subject)
      SELECT array_agg('item:' || n.item_id) || array_remove(array_agg(CASE WHEN n.differs THEN 'card:' || n.item_id END), NULL),
        coalesce((SELECT jsonb_agg(jsonb_build_array(p.channel_id, kernel.ms(p.sort_at), p.item_id, kernel.ms(p.sort_at), p.item_id,
            jsonb_build_array(greatest(n.at, kernel.ms(p.visible_from))), 0, p.is_pinned))
          FROM library.placement p WHERE p.item_id = ANY (array_agg(n.item_id) FILTER (WHERE n.differs)) AND p.valid_to = 'infinity'
            AND coalesce(kernel.ms(p.visible_until) > n.at, true)), '[]'),
        n.at, CASE WHEN count(*) = 1 THEN min(n.item_id::text) END
      FROM (
        SELECT n.item_id, kernel.ms(n.valid_from) AS at,
          (n.title, n.summary, n.cover, n.metadata) IS DISTINCT FROM (b.title, b.summary, b.cover, b.metadata) AS differs
        FROM new_rows n LEFT JOIN library.version b ON b.item_id = n.item_id AND b.valid_to = n.valid_from AND b.valid_from < b.valid_to
        WHERE n.version > 1
      ) n GROUP BY n.at;
      RETURN NULL;
    END $$;
  `,
}
