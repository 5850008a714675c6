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
    -- Opened or closed at an instant that lay ahead when it was written: found without walking a channel's past.
    ALTER TABLE library.placement ADD COLUMN is_scheduled boolean;
    CREATE INDEX placement_opens ON library.placement (channel_id, valid_from) WHERE is_scheduled;
    CREATE INDEX placement_closes ON library.placement (channel_id, valid_to) WHERE is_scheduled AND valid_to < 'infinity';

    ALTER TABLE library.item ADD COLUMN repealed_at timestamptz;
    UPDATE library.item SET repealed_at = repealed_on WHERE repealed_on IS NOT NULL;

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

    -- Where items stand, with the interval of each place; 002's v_address goes with the release that read it.
    CREATE VIEW library.v_standing AS
      SELECT p.item_id, p.site_id, p.is_primary, p.is_scheduled, p.valid_from, p.valid_to, p.visible_from, p.visible_until, s.name AS site_name,
        c.name AS channel_name, coalesce(s.host, '') AS host, s.base_path || p.path AS path
      FROM library.placement p JOIN sites.v_site s ON s.id = p.site_id JOIN sites.v_channel c ON c.id = p.channel_id;
  `,
}
