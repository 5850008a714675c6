import type { Migration } from '../../../kernel/module.ts'

/** From more than this many placements in one statement, one point per channel stands for all of them. */
const MANY = 200

/**
 * As 040-one-placement has it; a point that stands for many says between which ids its items lie. Of an import in no order of time each
 * part spans the whole channel, and whoever reads again what has changed would read all of it for every part.
 */
export const manyPlacements: Migration = {
  name: 'library/060-many-placements',
  sql: `
    CREATE OR REPLACE FUNCTION library.note_new_placements() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE
      rows_count int;
      one library.placement;
      span tstzrange;
    BEGIN
      SELECT count(*) INTO rows_count FROM new_rows;
      IF rows_count = 0 THEN RETURN NULL; END IF;
      IF rows_count = 1 THEN
        SELECT * INTO one FROM new_rows;
        span := library.shown(one);
        -- Shows from an instant on, for good; whatever else goes the long way.
        IF isfinite(lower(span)) AND NOT isfinite(upper(span)) THEN
          INSERT INTO library.tally (channel_id, at, since, step) VALUES (one.channel_id, lower(span), lower(span), 1);
          INSERT INTO kernel.change (points, subject) VALUES (
            jsonb_build_array(jsonb_build_array(
              one.channel_id, kernel.ms(one.sort_at), one.item_id, kernel.ms(one.sort_at), one.item_id,
              jsonb_build_array(kernel.ms(lower(span)), NULL), 1, one.is_pinned, one.path || one.is_primary)),
            one.item_id::text);
          RETURN NULL;
        END IF;
      END IF;
      PERFORM library.count_steps(array_agg(ROW(channel_id, v.at, v.at, v.step)::library.tally))
      FROM (SELECT n.channel_id, library.shown(n::library.placement) AS shown FROM new_rows n) n,
        LATERAL (VALUES (lower(shown), 1), (upper(shown), -1)) AS v(at, step) WHERE shown IS NOT NULL AND v.at IS NOT NULL;
      IF rows_count <= ${MANY} THEN
        INSERT INTO kernel.change (points, subject)
        SELECT jsonb_agg(jsonb_build_array(
            channel_id, kernel.ms(sort_at), item_id, kernel.ms(sort_at), item_id,
            jsonb_build_array(kernel.ms(lower(shown)), kernel.ms(upper(shown))), 1, is_pinned, path || is_primary)),
          CASE WHEN count(DISTINCT item_id) = 1 THEN min(item_id::text) END
        FROM (SELECT n.*, library.shown(n::library.placement) AS shown FROM new_rows n) n WHERE shown IS NOT NULL
        HAVING count(*) > 0;
      ELSE
        INSERT INTO kernel.change (points)
        SELECT jsonb_agg(jsonb_build_array(channel_id, low, NULL, high, NULL, instants, step, is_pinned, NULL, ids)) FROM (
          SELECT channel_id, min(kernel.ms(sort_at)) AS low, max(kernel.ms(sort_at)) AS high, count(*) AS step,
            bool_or(is_pinned) AS is_pinned,
            jsonb_build_array(min(item_id::text COLLATE "C"), max(item_id::text COLLATE "C")) AS ids, (SELECT jsonb_agg(DISTINCT i) FROM unnest(array_agg(kernel.ms(lower(shown))
              ) || array_agg(kernel.ms(upper(shown)))) AS i WHERE i IS NOT NULL) AS instants
          FROM (SELECT n.*, library.shown(n::library.placement) AS shown FROM new_rows n) n WHERE shown IS NOT NULL
          GROUP BY channel_id) c HAVING count(*) > 0;
      END IF;
      RETURN NULL;
    END $$;
  `,
}
