import type { Migration } from '../../../kernel/module.ts'

/**
 * Everything a search by title needs in one narrow table: the folded title, its pairs of neighbouring characters in an
 * index, the dates that lists are sorted by, the site. A page of 50 is found in it before any document
 * is read. Row-level rules would keep PostgreSQL from using the index of pairs, so the wall stands in the view.
 */
export const titles: Migration = {
  name: 'content/031-titles',
  sql: `
    DROP TRIGGER document_titles_added ON content.document;
    DROP TRIGGER document_title_changed ON content.document;
    DROP FUNCTION content.index_new_titles();
    DROP FUNCTION content.index_title();
    DROP TABLE content.title_index;
    ALTER TABLE content.document DROP COLUMN title_grams;

    -- Full width to half width, capitals to small letters, no spaces: how titles are compared.
    CREATE FUNCTION content.fold_title(title text) RETURNS text LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE AS $$
      SELECT lower(regexp_replace(normalize(title, NFKC), '\\s', '', 'g'))
    $$;
    CREATE FUNCTION content.pairs_of(folded text) RETURNS int[] LANGUAGE plpgsql IMMUTABLE STRICT PARALLEL SAFE AS $$
    DECLARE
      pairs int[] := '{}';
      before int := ascii(folded);
      this int;
    BEGIN
      FOR at IN 2..length(folded) LOOP
        this := ascii(substr(folded, at, 1));
        pairs := pairs || ((before << 16) # this);
        before := this;
      END LOOP;
      RETURN pairs;
    END $$;

    -- Dates follow every act on a document and are in no index, so with some room on a page an update stays on it.
    CREATE TABLE content.title_index (
      document_id uuid PRIMARY KEY,
      site_id uuid NOT NULL,
      updated_at timestamptz NOT NULL,
      released_at timestamptz,
      deleted_at timestamptz,
      folded text NOT NULL
    ) WITH (fillfactor = 90);
    INSERT INTO content.title_index
      SELECT id, site_id, updated_at, released_at, deleted_at, content.fold_title(title) FROM content.document;
    CREATE INDEX title_index_pairs ON content.title_index USING gin (content.pairs_of(folded));
    ALTER INDEX content.title_index_pairs ALTER COLUMN 1 SET STATISTICS 1000;
    CREATE INDEX title_index_site ON content.title_index (site_id);

    CREATE VIEW content.v_title AS SELECT * FROM content.title_index WHERE
      (SELECT current_setting('yiwang.organisation', true)) = '{%}' OR site_id IN (
        SELECT s.id FROM sites.site s WHERE
          s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
          OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]));

    CREATE FUNCTION content.index_new_titles() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO content.title_index
        SELECT id, site_id, updated_at, released_at, deleted_at, content.fold_title(title) FROM added;
      RETURN NULL;
    END $$;
    CREATE TRIGGER document_titles_added AFTER INSERT ON content.document
      REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION content.index_new_titles();

    CREATE FUNCTION content.index_title() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      UPDATE content.title_index SET site_id = NEW.site_id, updated_at = NEW.updated_at, released_at = NEW.released_at,
        deleted_at = NEW.deleted_at, folded = CASE WHEN NEW.title = OLD.title THEN folded ELSE content.fold_title(NEW.title) END
      WHERE document_id = NEW.id;
      RETURN NULL;
    END $$;
    CREATE TRIGGER document_title_changed AFTER UPDATE OF title, site_id, updated_at, released_at, deleted_at ON content.document
      FOR EACH ROW EXECUTE FUNCTION content.index_title();
  `,
}
