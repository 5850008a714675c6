import type { Migration } from '../../../kernel/module.ts'

/**
 * Templates that an operator has put in the place of shipped ones. A look is the look of every site, so only who holds
 * rights at the top of every tree of organisations passes the wall.
 */
export const templates: Migration = {
  name: 'sites/040-templates',
  sql: `
    CREATE TABLE sites.template (
      theme text NOT NULL CHECK (theme IN ('base', 'government', 'department', 'village')),
      name text NOT NULL CHECK (name ~ '^[a-z0-9][a-z0-9-]*(/[a-z0-9][a-z0-9-]*)?$' AND length(name) <= 80),
      source text NOT NULL CHECK (length(source) <= 200000),
      digest text NOT NULL CHECK (digest ~ '^[0-9a-f]{64}$'),
      note text NOT NULL DEFAULT '',
      valid_from timestamptz NOT NULL,
      valid_to timestamptz NOT NULL DEFAULT 'infinity',
      set_by uuid,
      PRIMARY KEY (theme, name, valid_from),
      CHECK (valid_from < valid_to)
    );
    CREATE UNIQUE INDEX template_now ON sites.template (theme, name) WHERE valid_to = 'infinity';

    -- History is kept: an interval may be closed, once, and nothing else ever changes.
    CREATE FUNCTION sites.keep_template() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      IF TG_OP = 'DELETE' THEN
        RAISE EXCEPTION 'templates are never removed' USING ERRCODE = 'check_violation';
      END IF;
      IF OLD.valid_to <> 'infinity'
        OR (NEW.theme, NEW.name, NEW.source, NEW.digest, NEW.note, NEW.valid_from, NEW.set_by)
          IS DISTINCT FROM (OLD.theme, OLD.name, OLD.source, OLD.digest, OLD.note, OLD.valid_from, OLD.set_by) THEN
        RAISE EXCEPTION 'templates are never overwritten' USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER template_is_kept BEFORE UPDATE OR DELETE ON sites.template
      FOR EACH ROW EXECUTE FUNCTION sites.keep_template();

    -- For readers that keep pages: which template is another, and from when on.
    CREATE FUNCTION sites.note_templates() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      INSERT INTO kernel.change (keys, due_at)
      SELECT array_agg(DISTINCT 'template:' || theme || '/' || name) || 'templates'::text, kernel.ms(at) FROM (
        SELECT theme, name, CASE WHEN TG_OP = 'INSERT' THEN valid_from ELSE valid_to END AS at FROM rows
      ) r GROUP BY at;
      RETURN NULL;
    END $$;
    CREATE TRIGGER template_added AFTER INSERT ON sites.template
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_templates();
    CREATE TRIGGER template_ended AFTER UPDATE ON sites.template
      REFERENCING NEW TABLE AS rows FOR EACH STATEMENT EXECUTE FUNCTION sites.note_templates();

    ALTER TABLE sites.template ENABLE ROW LEVEL SECURITY;
    ALTER TABLE sites.template FORCE ROW LEVEL SECURITY;
    CREATE POLICY template_read ON sites.template FOR SELECT USING (true);
    CREATE POLICY template_write ON sites.template USING (
      (SELECT current_setting('yiwang.organisation', true)) <> '{}' AND NOT EXISTS (
        SELECT 1 FROM organisations.v_directory o WHERE o.parent_id IS NULL AND NOT o.is_abolished
          AND NOT o.path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[])));
  `,
}
