import type { Migration } from '../../../kernel/module.ts'

/** Rights at the top of every tree, of organisations or of sites: what holds for the whole province. */
const ofTheProvince = `((SELECT current_setting('yiwang.organisation', true)) <> '{}' AND NOT EXISTS (
  SELECT 1 FROM organisations.v_directory o WHERE o.parent_id IS NULL AND NOT o.is_abolished
    AND NOT o.path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]))
  OR (SELECT current_setting('yiwang.site', true)) <> '{}' AND NOT EXISTS (
  SELECT 1 FROM sites.v_site s WHERE split_part(s.path, '/', 3) = ''
    AND NOT s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])))`

const ofTheSite = `EXISTS (
  SELECT 1 FROM sites.v_site s WHERE s.id = site_id AND (
    s.path LIKE ANY ((SELECT current_setting('yiwang.site', true)::text[])::text[])
    OR s.owner_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[])))`

const acts = `
      version int NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL,
      changed_at timestamptz NOT NULL,
      changed_by uuid,
      changed_by_name text NOT NULL,
      -- Taken away, and kept so that it can be put back.
      deleted_at timestamptz`

const notes = (table: string): string =>
  ['INSERT', 'UPDATE', 'DELETE']
    .map(
      (act) => `
    CREATE TRIGGER ${table}_noted_${act.toLowerCase()} AFTER ${act} ON search.${table}
      FOR EACH STATEMENT EXECUTE FUNCTION search.note_rules();`,
    )
    .join('')

/** What operators teach the search: words that mean the same, documents that stand first, words that find nothing. */
export const rules: Migration = {
  name: 'search/002-rules',
  sql: `
    CREATE TABLE search.synonym_group (
      id uuid PRIMARY KEY,
      words text[] NOT NULL CHECK (cardinality(words) BETWEEN 2 AND 20),
      note text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
      is_on boolean NOT NULL DEFAULT true,${acts}
    );
    -- A word stands in one group only; kept by a trigger.
    CREATE TABLE search.synonym_word (
      word text PRIMARY KEY CHECK (length(word) BETWEEN 2 AND 30),
      group_id uuid NOT NULL REFERENCES search.synonym_group ON DELETE CASCADE
    );
    CREATE INDEX synonym_word_group ON search.synonym_word (group_id);

    -- For these words these documents first, in the order of docs: [{id, title}].
    CREATE TABLE search.pin (
      id uuid PRIMARY KEY,
      -- Null: for the readers of every site.
      site_id uuid REFERENCES sites.site (id),
      words text[] NOT NULL CHECK (cardinality(words) BETWEEN 1 AND 20),
      docs jsonb NOT NULL CHECK (jsonb_array_length(docs) BETWEEN 1 AND 10),
      -- The last day on which it counts.
      ends_on date,
      note text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
      is_on boolean NOT NULL DEFAULT true,${acts}
    );
    CREATE TABLE search.pin_word (
      word text NOT NULL CHECK (length(word) BETWEEN 1 AND 60),
      site_id uuid,
      pin_id uuid NOT NULL REFERENCES search.pin ON DELETE CASCADE,
      PRIMARY KEY (pin_id, word)
    );
    CREATE UNIQUE INDEX pin_word_once ON search.pin_word (word, coalesce(site_id, '00000000-0000-0000-0000-000000000000'));

    CREATE FUNCTION search.keep_synonym_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM search.synonym_word WHERE group_id = NEW.id;
      IF NEW.deleted_at IS NULL THEN
        INSERT INTO search.synonym_word (word, group_id) SELECT DISTINCT lower(word), NEW.id FROM unnest(NEW.words) AS word;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER synonym_words AFTER INSERT OR UPDATE OF words, deleted_at ON search.synonym_group
      FOR EACH ROW EXECUTE FUNCTION search.keep_synonym_words();

    CREATE FUNCTION search.keep_pin_words() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      DELETE FROM search.pin_word WHERE pin_id = NEW.id;
      IF NEW.deleted_at IS NULL THEN
        INSERT INTO search.pin_word (word, site_id, pin_id) SELECT DISTINCT lower(word), NEW.site_id, NEW.id FROM unnest(NEW.words) AS word;
      END IF;
      RETURN NULL;
    END $$;
    CREATE TRIGGER pin_words AFTER INSERT OR UPDATE OF words, site_id, deleted_at ON search.pin
      FOR EACH ROW EXECUTE FUNCTION search.keep_pin_words();

    -- Words that found nothing and have been seen to; they come back when they go on finding nothing from returns_on on.
    CREATE TABLE search.settled_word (
      words text PRIMARY KEY CHECK (length(words) BETWEEN 1 AND 200),
      outcome text NOT NULL CHECK (outcome IN ('synonym', 'content', 'nothing')),
      note text NOT NULL DEFAULT '' CHECK (length(note) <= 200),
      returns_on date NOT NULL,
      changed_at timestamptz NOT NULL,
      changed_by uuid,
      changed_by_name text NOT NULL
    );

    -- The engine hears of it through the change log and takes the rules anew, whole; of an end date on the day after it.
    CREATE FUNCTION search.note_rules() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM kernel.note_keys(ARRAY['search-rules:'], false);
      RETURN NULL;
    END $$;
    CREATE FUNCTION search.note_pin_ends() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO kernel.change (keys, due_at)
        SELECT DISTINCT ARRAY['search-rules:'], kernel.ms((ends_on + 1)::timestamp AT TIME ZONE 'Asia/Shanghai')
        FROM rows WHERE ends_on IS NOT NULL;
      RETURN NULL;
    END $$;
    ${notes('synonym_group')}
    ${notes('pin')}
    CREATE TRIGGER pin_ends_added AFTER INSERT ON search.pin
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION search.note_pin_ends();
    CREATE TRIGGER pin_ends_changed AFTER UPDATE ON search.pin
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION search.note_pin_ends();

    ALTER TABLE search.synonym_group ENABLE ROW LEVEL SECURITY;
    ALTER TABLE search.synonym_group FORCE ROW LEVEL SECURITY;
    CREATE POLICY synonym_group_read ON search.synonym_group FOR SELECT USING (true);
    CREATE POLICY synonym_group_write ON search.synonym_group USING (${ofTheProvince});
    ALTER TABLE search.settled_word ENABLE ROW LEVEL SECURITY;
    ALTER TABLE search.settled_word FORCE ROW LEVEL SECURITY;
    CREATE POLICY settled_word_read ON search.settled_word FOR SELECT USING (true);
    CREATE POLICY settled_word_write ON search.settled_word USING (${ofTheProvince});
    ALTER TABLE search.pin ENABLE ROW LEVEL SECURITY;
    ALTER TABLE search.pin FORCE ROW LEVEL SECURITY;
    CREATE POLICY pin_read ON search.pin FOR SELECT USING (true);
    CREATE POLICY pin_write ON search.pin USING (
      CASE WHEN site_id IS NULL THEN ${ofTheProvince} ELSE ${ofTheSite} END);
  `,
}
