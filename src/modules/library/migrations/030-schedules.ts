import type { Migration } from '../../../kernel/module.ts'

/**
 * Things that take effect at an instant to come. What was planned and then replaced or called off keeps its row with an
 * empty interval: it never stood. What an address was before is kept, so that it may change at an instant too.
 */
export const schedules: Migration = {
  name: 'library/030-schedules',
  sql: `
    ALTER TABLE library.version DROP CONSTRAINT version_check, ADD CONSTRAINT version_interval CHECK (valid_from <= valid_to);
    -- An undone release: this text is that of an earlier version again, under its number.
    ALTER TABLE library.version ADD COLUMN repeats int;

    ALTER TABLE library.placement DROP CONSTRAINT placement_check, ADD CONSTRAINT placement_interval CHECK (valid_from <= valid_to);
    -- Opened or closed at an instant that lay ahead when it was written.
    ALTER TABLE library.placement ADD COLUMN is_scheduled boolean;

    ALTER TABLE library.item ADD COLUMN repealed_at timestamptz;
    UPDATE library.item SET repealed_at = repealed_on WHERE repealed_on IS NOT NULL;

    -- When the pending change of an item takes effect; an item has one at most, NULL where it has none.
    CREATE FUNCTION library.pending_at(i library.item, instant timestamptz) RETURNS timestamptz LANGUAGE sql STABLE AS $$
      SELECT least(
        (SELECT min(CASE WHEN p.valid_from > instant THEN p.valid_from ELSE p.valid_to END) FROM library.placement p
          WHERE p.item_id = i.id AND p.is_scheduled AND p.valid_from < p.valid_to AND p.valid_to > instant
            AND (p.valid_from > instant OR p.valid_to < 'infinity')),
        CASE WHEN i.withdrawn_at > instant THEN i.withdrawn_at END, CASE WHEN i.repealed_at > instant THEN i.repealed_at END)
    $$;

    ALTER TABLE library.file ADD COLUMN valid_from timestamptz NOT NULL DEFAULT '-infinity';

    -- A first publication that still lies ahead may be put off or brought forward; one that has happened never changes.
    CREATE OR REPLACE FUNCTION library.keep_first_release() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.first_released_at IS DISTINCT FROM OLD.first_released_at AND OLD.first_released_at <= now() THEN
        RAISE EXCEPTION 'the first publication date never changes' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;

    CREATE TABLE library.path_before (
      site_id uuid NOT NULL,
      path text NOT NULL,
      item_id uuid NOT NULL,
      kind text NOT NULL,
      redirect_to text,
      reason text NOT NULL,
      since timestamptz NOT NULL,
      until timestamptz NOT NULL,
      PRIMARY KEY (site_id, path, until)
    );
    CREATE INDEX path_before_item ON library.path_before (item_id);
    CREATE FUNCTION library.keep_path() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF NEW.since > OLD.since THEN
        INSERT INTO library.path_before VALUES
          (OLD.site_id, OLD.path, OLD.item_id, OLD.kind, OLD.redirect_to, OLD.reason, OLD.since, NEW.since);
      ELSE
        -- What was to come is called off; what stood before it goes on until the new instant.
        DELETE FROM library.path_before p WHERE p.site_id = OLD.site_id AND p.path = OLD.path AND p.until = OLD.since
          AND p.since >= NEW.since;
        UPDATE library.path_before p SET until = NEW.since WHERE p.site_id = OLD.site_id AND p.path = OLD.path
          AND p.until = OLD.since;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER path_is_kept AFTER UPDATE ON library.path FOR EACH ROW
      WHEN ((OLD.kind, OLD.redirect_to, OLD.reason) IS DISTINCT FROM (NEW.kind, NEW.redirect_to, NEW.reason))
      EXECUTE FUNCTION library.keep_path();

    -- The change log: what lies ahead is due then, and a text is compared with the one whose place it takes.
    CREATE FUNCTION library.due(at timestamptz) RETURNS double precision LANGUAGE sql AS $$
      -- A second is allowed for clocks that differ: a take-down is never late for them.
      SELECT CASE WHEN at > clock_timestamp() + interval '1 second' THEN kernel.ms(at) END
    $$;
    CREATE OR REPLACE FUNCTION library.note_versions() RETURNS trigger LANGUAGE plpgsql AS $$
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
        FROM new_rows n LEFT JOIN library.version b ON b.item_id = n.item_id AND b.valid_to = n.valid_from AND b.valid_from < b.valid_to
        WHERE n.version > 1
      ) n GROUP BY n.at;
      RETURN NULL;
    END $$;
    -- Something planned that is called off shows at no instant any more: what it was to change then, it does not.
    CREATE OR REPLACE FUNCTION library.note_placements() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM library.count_steps(array_agg(ROW(c.channel_id, v.at, v.at, v.step)::library.tally))
      FROM (SELECT n.channel_id, library.shown(o::library.placement) AS was, library.shown(n::library.placement) AS shown
        FROM new_rows n JOIN old_rows o USING (id)) c,
        LATERAL (VALUES (lower(was), -1), (upper(was), 1), (lower(shown), 1), (upper(shown), -1)) AS v(at, step)
      WHERE v.at IS NOT NULL AND was IS DISTINCT FROM shown;
      INSERT INTO kernel.change (points, subject)
      SELECT jsonb_agg(jsonb_build_array(
          channel_id, kernel.ms(sort_at), item_id, kernel.ms(sort_at), item_id,
          (SELECT coalesce(jsonb_agg(kernel.ms(i)), '[]') FROM (
            (SELECT unnest(ARRAY[lower(was), upper(was)]) AS i EXCEPT SELECT unnest(ARRAY[lower(shown), upper(shown)]))
            UNION (SELECT unnest(ARRAY[lower(shown), upper(shown)]) EXCEPT SELECT unnest(ARRAY[lower(was), upper(was)]))) x
            WHERE i IS NOT NULL),
          CASE WHEN was IS NULL THEN 1 WHEN shown IS NULL OR upper(shown) < upper(was) THEN -1 ELSE 0 END, is_pinned, path || is_primary)),
        CASE WHEN count(DISTINCT item_id) = 1 THEN min(item_id::text) END
      FROM (SELECT n.*, library.shown(o::library.placement) AS was,
          library.shown(n::library.placement) AS shown
        FROM new_rows n JOIN old_rows o USING (id)) c
      WHERE was IS DISTINCT FROM shown
      HAVING count(*) > 0;
      RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION library.note_items() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO kernel.change (keys, points, is_takedown, due_at, subject)
      SELECT array_agg('item:' || n.id) || array_agg('card:' || n.id)
          || array_remove(array_agg('predecessors:' || n.successor_item_id), NULL)
          || array_remove(array_agg('predecessors:' || n.was_for), NULL),
        coalesce((SELECT jsonb_agg(jsonb_build_array(p.channel_id, kernel.ms(p.sort_at), p.item_id, kernel.ms(p.sort_at), p.item_id,
            jsonb_build_array(kernel.ms(p.visible_from)), 0, p.is_pinned))
          FROM library.placement p WHERE p.item_id = ANY (array_agg(n.id)) AND p.valid_to = 'infinity'
            AND p.visible_until > now()), '[]'),
        bool_or(n.is_down), n.due_at, CASE WHEN count(*) = 1 THEN min(n.id::text) END
      FROM (
        SELECT n.id, n.successor_item_id, nullif(o.successor_item_id, n.successor_item_id) AS was_for,
          n.state <> 'live' AND n.state <> o.state AS is_down,
          library.due(CASE WHEN n.state <> o.state AND n.state = 'withdrawn' THEN n.withdrawn_at
            WHEN n.repealed_at IS DISTINCT FROM o.repealed_at THEN n.repealed_at END) AS due_at
        FROM new_rows n JOIN old_rows o USING (id)
        WHERE (n.state, n.withdrawal, n.repealed_on, n.successor_item_id) IS DISTINCT FROM (o.state, o.withdrawal, o.repealed_on, o.successor_item_id)
      ) n GROUP BY n.due_at;
      RETURN NULL;
    END $$;
    CREATE OR REPLACE FUNCTION library.note_paths() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO kernel.change (keys, due_at)
      SELECT array_agg('path:' || n.site_id || ':' || n.path), library.due(n.since)
      FROM new_rows n JOIN old_rows o USING (site_id, path)
      WHERE (n.kind, n.redirect_to, n.reason, n.item_id) IS DISTINCT FROM (o.kind, o.redirect_to, o.reason, o.item_id)
      GROUP BY library.due(n.since);
      RETURN NULL;
    END $$;

    -- Where items stand, with the interval of each place; 002's v_address goes with the release that read it.
    CREATE VIEW library.v_standing AS
      SELECT p.item_id, p.site_id, p.is_primary, p.is_scheduled, p.valid_from, p.valid_to, p.visible_from, p.visible_until, s.name AS site_name,
        c.name AS channel_name, coalesce(s.host, '') AS host, s.base_path || p.path AS path
      FROM library.placement p JOIN sites.v_site s ON s.id = p.site_id JOIN sites.v_channel c ON c.id = p.channel_id;
  `,
}
