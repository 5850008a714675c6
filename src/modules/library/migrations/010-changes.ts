import type { Migration } from '../../../kernel/module.ts'

/** From more than this many placements in one statement, one point per channel stands for all of them. */
const MANY = 200

/**
 * What pages read of items goes into the change log: where in which list something came, went or reads otherwise. Beside it
 * a tally of how many items each channel shows, so that no page counts them.
 */
export const changes: Migration = {
  name: 'library/010-changes',
  sql: `
    -- Signed steps: what a channel shows at an instant is the sum of the steps until then. Steps long past are added up;
    -- since is the first instant of those a row stands for.
    CREATE TABLE library.tally (
      channel_id uuid NOT NULL,
      at timestamptz NOT NULL,
      since timestamptz NOT NULL,
      step int NOT NULL
    );
    CREATE INDEX tally_channel ON library.tally (channel_id, at) INCLUDE (since, step);

    CREATE INDEX placement_secondary ON library.placement (channel_id) WHERE NOT is_primary;
    CREATE INDEX placement_ends ON library.placement (channel_id, valid_to) WHERE valid_to < 'infinity';

    -- The interval in which a placement shows; null when it never does.
    CREATE FUNCTION library.shown(p library.placement) RETURNS tstzrange LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE WHEN greatest(p.valid_from, p.visible_from) < least(p.valid_to, p.visible_until)
        THEN tstzrange(greatest(p.valid_from, p.visible_from), least(p.valid_to, p.visible_until)) END
    $$;

    CREATE FUNCTION library.count_steps(steps library.tally[]) RETURNS void LANGUAGE sql AS $$
      -- Everything that is past already stands in one row a channel; steps that cancel out at one instant are none.
      INSERT INTO library.tally (channel_id, at, since, step)
      SELECT channel_id, max(at), min(at), sum(step) FROM (SELECT (unnest(steps)).*) s WHERE isfinite(at)
      GROUP BY channel_id, CASE WHEN at > now() THEN at END HAVING sum(step) <> 0 OR min(at) <> max(at)
    $$;

    CREATE FUNCTION library.note_new_placements() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE rows_count int;
    BEGIN
      SELECT count(*) INTO rows_count FROM new_rows;
      IF rows_count = 0 THEN RETURN NULL; END IF;
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
        SELECT jsonb_agg(jsonb_build_array(channel_id, low, NULL, high, NULL, instants, step, is_pinned)) FROM (
          SELECT channel_id, min(kernel.ms(sort_at)) AS low, max(kernel.ms(sort_at)) AS high, count(*) AS step,
            bool_or(is_pinned) AS is_pinned, (SELECT jsonb_agg(DISTINCT i) FROM unnest(array_agg(kernel.ms(lower(shown))
              ) || array_agg(kernel.ms(upper(shown)))) AS i WHERE i IS NOT NULL) AS instants
          FROM (SELECT n.*, library.shown(n::library.placement) AS shown FROM new_rows n) n WHERE shown IS NOT NULL
          GROUP BY channel_id) c HAVING count(*) > 0;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER placement_added AFTER INSERT ON library.placement
      REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION library.note_new_placements();

    CREATE FUNCTION library.note_placements() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM library.count_steps(array_agg(ROW(c.channel_id, v.at, v.at, v.step)::library.tally))
      FROM (SELECT n.channel_id, library.shown(o::library.placement) AS was, library.shown(n::library.placement) AS shown
        FROM new_rows n JOIN old_rows o USING (id)) c,
        LATERAL (VALUES (lower(was), -1), (upper(was), 1), (lower(shown), 1), (upper(shown), -1)) AS v(at, step)
      WHERE v.at IS NOT NULL AND was IS DISTINCT FROM shown;
      INSERT INTO kernel.change (points, subject)
      SELECT jsonb_agg(jsonb_build_array(
          channel_id, kernel.ms(sort_at), item_id, kernel.ms(sort_at), item_id,
          (SELECT jsonb_agg(kernel.ms(i)) FROM (
            SELECT unnest(ARRAY[lower(was), upper(was)]) AS i EXCEPT SELECT unnest(ARRAY[lower(shown), upper(shown)])
            UNION SELECT unnest(ARRAY[lower(shown), upper(shown)]) EXCEPT SELECT unnest(ARRAY[lower(was), upper(was)])) x WHERE i IS NOT NULL),
          CASE WHEN was IS NULL THEN 1 WHEN shown IS NULL OR upper(shown) < upper(was) THEN -1 ELSE 0 END, is_pinned, path || is_primary)),
        CASE WHEN count(DISTINCT item_id) = 1 THEN min(item_id::text) END
      FROM (SELECT n.*, library.shown(o::library.placement) AS was,
          library.shown(n::library.placement) AS shown
        FROM new_rows n JOIN old_rows o USING (id)) c
      WHERE was IS DISTINCT FROM shown
      HAVING count(*) > 0;
      RETURN NULL;
    END $$;
    CREATE TRIGGER placement_noted AFTER UPDATE ON library.placement
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION library.note_placements();

    -- A new version touches the item's own pages, and lists only where what a list shows of it is another.
    CREATE FUNCTION library.note_versions() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
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
        FROM new_rows n LEFT JOIN library.version b ON b.item_id = n.item_id AND b.version = n.version - 1 WHERE n.version > 1
      ) n GROUP BY n.at;
      RETURN NULL;
    END $$;
    CREATE TRIGGER version_added AFTER INSERT ON library.version
      REFERENCING NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION library.note_versions();

    CREATE FUNCTION library.note_items() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO kernel.change (keys, points, is_takedown, subject)
      SELECT array_agg('item:' || n.id) || array_agg('card:' || n.id)
          || array_remove(array_agg('predecessors:' || n.successor_item_id), NULL)
          || array_remove(array_agg('predecessors:' || n.was_for), NULL),
        coalesce((SELECT jsonb_agg(jsonb_build_array(p.channel_id, kernel.ms(p.sort_at), p.item_id, kernel.ms(p.sort_at), p.item_id,
            jsonb_build_array(kernel.ms(p.visible_from)), 0, p.is_pinned))
          FROM library.placement p WHERE p.item_id = ANY (array_agg(n.id)) AND p.valid_to = 'infinity'
            AND p.visible_until > now()), '[]'),
        bool_or(n.is_down), CASE WHEN count(*) = 1 THEN min(n.id::text) END
      FROM (
        SELECT n.id, n.successor_item_id, nullif(o.successor_item_id, n.successor_item_id) AS was_for,
          n.state <> 'live' AND n.state <> o.state AS is_down
        FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.state, n.withdrawal, n.repealed_on, n.successor_item_id) IS DISTINCT FROM (o.state, o.withdrawal, o.repealed_on, o.successor_item_id)
      ) n HAVING count(*) > 0;
      RETURN NULL;
    END $$;
    CREATE TRIGGER item_noted AFTER UPDATE ON library.item
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION library.note_items();

    CREATE FUNCTION library.note_paths() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(array_agg('path:' || n.site_id || ':' || n.path), false)
      FROM new_rows n JOIN old_rows o USING (site_id, path)
      WHERE (n.kind, n.redirect_to, n.reason, n.item_id) IS DISTINCT FROM (o.kind, o.redirect_to, o.reason, o.item_id);
      RETURN NULL;
    END $$;
    CREATE TRIGGER path_noted AFTER UPDATE ON library.path
      REFERENCING OLD TABLE AS old_rows NEW TABLE AS new_rows FOR EACH STATEMENT EXECUTE FUNCTION library.note_paths();

    INSERT INTO library.tally (channel_id, at, since, step)
    SELECT channel_id, max(at), min(at), sum(step) FROM (
      SELECT p.channel_id, v.at, v.step FROM library.placement p, LATERAL (VALUES (lower(library.shown(p)), 1), (upper(library.shown(p)), -1)) AS v(at, step)
      WHERE isfinite(v.at)) s
    GROUP BY channel_id, CASE WHEN at > now() THEN at END HAVING sum(step) <> 0;
  `,
}
