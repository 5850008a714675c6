import type { Migration } from '../../../kernel/module.ts'

/** The second wall of identity: what a command forgot, the database still refuses. */
export const walls: Migration = {
  name: 'identity/002-walls',
  sql: `
    ALTER TABLE identity.grant ADD COLUMN wall_path text;
    UPDATE identity.grant SET wall_path = scope_path;
    ALTER TABLE identity.grant ALTER COLUMN wall_path SET NOT NULL;
    ALTER TABLE identity.grant ADD CONSTRAINT grant_not_to_self CHECK (granted_by IS NULL OR granted_by <> account_id);
    ALTER TABLE identity.grant ADD CONSTRAINT grant_administrator_tree
      CHECK (tree = 'organisation' OR role NOT IN ('system_admin', 'security_admin', 'audit_admin'));
    CREATE INDEX grant_scope ON identity.grant (scope_path text_pattern_ops) WHERE revoked_at IS NULL;

    -- Roles are given and taken only inside the subtrees of one's own roles.
    ALTER TABLE identity.grant ENABLE ROW LEVEL SECURITY;
    ALTER TABLE identity.grant FORCE ROW LEVEL SECURITY;
    CREATE POLICY grant_read ON identity.grant FOR SELECT USING (true);
    CREATE POLICY grant_give ON identity.grant FOR INSERT
      WITH CHECK (wall_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]));
    CREATE POLICY grant_change ON identity.grant FOR UPDATE
      USING (wall_path LIKE ANY ((SELECT current_setting('yiwang.organisation', true)::text[])::text[]));

    -- 三员分立: an administrator holds one kind of administrator role and no other role at all.
    CREATE FUNCTION identity.separate() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE held text;
    BEGIN
      PERFORM 1 FROM identity.account WHERE id = NEW.account_id FOR NO KEY UPDATE;
      SELECT role INTO held FROM identity.administrator WHERE account_id = NEW.account_id;
      IF NEW.role IN ('system_admin', 'security_admin', 'audit_admin') THEN
        IF held IS DISTINCT FROM NEW.role THEN
          RAISE EXCEPTION 'account % is not on the list of administrators as %', NEW.account_id, NEW.role USING ERRCODE = 'check_violation';
        END IF;
      ELSIF held IS NOT NULL THEN
        RAISE EXCEPTION 'account % is an administrator and holds no other role', NEW.account_id USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER grant_separation BEFORE INSERT ON identity.grant FOR EACH ROW EXECUTE FUNCTION identity.separate();

    CREATE FUNCTION identity.separate_administrator() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
      PERFORM 1 FROM identity.account WHERE id = NEW.account_id FOR NO KEY UPDATE;
      IF EXISTS (SELECT 1 FROM identity.grant WHERE account_id = NEW.account_id AND revoked_at IS NULL AND role <> NEW.role) THEN
        RAISE EXCEPTION 'account % holds other roles', NEW.account_id USING ERRCODE = 'check_violation';
      END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER administrator_separation BEFORE INSERT OR UPDATE ON identity.administrator
      FOR EACH ROW EXECUTE FUNCTION identity.separate_administrator();

    -- Accounts are changed only inside the subtrees of one's roles; everybody may change their own password.
    CREATE FUNCTION identity.guard_account() RETURNS trigger LANGUAGE plpgsql AS $$
    DECLARE reach text[] := coalesce(nullif(current_setting('yiwang.organisation', true), ''), '{}')::text[];
    BEGIN
      IF TG_OP = 'UPDATE' AND current_setting('yiwang.actor', true) = NEW.id::text
        AND (NEW.login, NEW.name, NEW.organisation_id, NEW.disabled_at) IS NOT DISTINCT FROM (OLD.login, OLD.name, OLD.organisation_id, OLD.disabled_at)
      THEN RETURN NEW; END IF;
      IF NOT EXISTS (SELECT 1 FROM organisations.v_directory WHERE id = NEW.organisation_id AND path LIKE ANY (reach))
        OR (TG_OP = 'UPDATE' AND NOT EXISTS (SELECT 1 FROM organisations.v_directory WHERE id = OLD.organisation_id AND path LIKE ANY (reach)))
      THEN RAISE EXCEPTION 'account % lies outside the actor''s organisations', NEW.id USING ERRCODE = 'insufficient_privilege'; END IF;
      RETURN NEW;
    END $$;
    CREATE TRIGGER account_wall BEFORE INSERT OR UPDATE OF login, name, organisation_id, phone, password_hash, must_change_password, disabled_at
      ON identity.account FOR EACH ROW EXECUTE FUNCTION identity.guard_account();

    -- Wrong sign-ins with a login nobody has are counted and locked in the same way, so that a lock betrays nothing.
    CREATE TABLE identity.unknown_login (
      digest bytea PRIMARY KEY,
      failed_count int NOT NULL,
      locked_until timestamptz,
      last_at timestamptz NOT NULL
    );
    CREATE INDEX unknown_login_last ON identity.unknown_login (last_at);

    CREATE VIEW identity.v_account AS
      SELECT id, login, name, organisation_id, disabled_at IS NOT NULL AS is_disabled FROM identity.account;

    INSERT INTO identity.rule (valid_from, rule) VALUES ('2000-01-01',
      '{"minLength": 10, "classes": 3, "notReused": 5, "maxAgeDays": 90, "lockAfter": 5, "lockMinutes": 15, "idleMinutes": 30, "absoluteHours": 12}')
      ON CONFLICT DO NOTHING;
  `,
}
