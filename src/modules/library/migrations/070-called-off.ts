import type { Migration } from '../../../kernel/module.ts'

/**
 * As 030-schedules has it; what was to happen at an instant to come and is called off, put off or brought forward touches pages
 * from the earlier of the two instants on: until then readers see what they saw.
 */
export const calledOff: Migration = {
  name: 'library/070-called-off',
  sql: `
    -- From when on an item is down; NULL: it is not.
    CREATE FUNCTION library.down_at(i library.item) RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$
      SELECT CASE i.state WHEN 'live' THEN NULL WHEN 'withdrawn' THEN coalesce(i.withdrawn_at, '-infinity') ELSE '-infinity' END
    $$;
    CREATE OR REPLACE FUNCTION library.note_items() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO kernel.change (keys, points, is_takedown, due_at, subject)
      SELECT array_agg('item:' || n.id) || array_agg('card:' || n.id)
          || array_remove(array_agg('predecessors:' || n.successor_item_id), NULL)
          || array_remove(array_agg('predecessors:' || n.was_for), NULL),
        coalesce((SELECT jsonb_agg(jsonb_build_array(p.channel_id, kernel.ms(p.sort_at), p.item_id, kernel.ms(p.sort_at), p.item_id,
            jsonb_build_array(greatest(kernel.ms(p.visible_from), n.due_at)), 0, p.is_pinned))
          FROM library.placement p WHERE p.item_id = ANY (array_agg(n.id)) AND p.valid_to = 'infinity'
            AND p.visible_until > now()), '[]'),
        bool_or(n.is_down), n.due_at, CASE WHEN count(*) = 1 THEN min(n.id::text) END
      FROM (
        SELECT n.id, n.successor_item_id, nullif(o.successor_item_id, n.successor_item_id) AS was_for,
          n.state <> 'live' AND n.state <> o.state AS is_down,
          library.due(least(
            CASE WHEN was_down IS DISTINCT FROM down THEN least(was_down, down) END,
            CASE WHEN n.repealed_at IS DISTINCT FROM o.repealed_at THEN least(n.repealed_at, o.repealed_at) END)) AS due_at
        FROM new_rows n JOIN old_rows o USING (id),
          LATERAL (SELECT library.down_at(o::library.item) AS was_down, library.down_at(n::library.item) AS down) d
        WHERE (n.state, n.withdrawal, n.repealed_on, n.successor_item_id) IS DISTINCT FROM (o.state, o.withdrawal, o.repealed_on, o.successor_item_id)
      ) n GROUP BY n.due_at;
      RETURN NULL;
    END $$;
  `,
}
