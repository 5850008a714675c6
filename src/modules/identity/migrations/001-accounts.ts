import type { Migration } from '../../../kernel/module.ts'

export const accounts: Migration = {
  name: 'identity/001-accounts',
  sql: `
    CREATE TABLE identity.account (
      id uuid PRIMARY KEY,
      login text NOT NULL CHECK (length(login) BETWEEN 2 AND 64),
      name text NOT NULL CHECK (length(name) BETWEEN 1 AND 50),
      organisation_id uuid NOT NULL REFERENCES organisations.organisation,
      phone text NOT NULL DEFAULT '',
      password_hash text NOT NULL,
      password_set_at timestamptz NOT NULL,
      must_change_password boolean NOT NULL DEFAULT false,
      failed_count int NOT NULL DEFAULT 0,
      locked_until timestamptz,
      disabled_at timestamptz,
      last_sign_in_at timestamptz,
      locale text NOT NULL DEFAULT 'zh-CN',
      version int NOT NULL DEFAULT 1,
      created_at timestamptz NOT NULL
    );
    CREATE UNIQUE INDEX account_login ON identity.account (lower(login));
    CREATE INDEX account_organisation ON identity.account (organisation_id);

    CREATE TABLE identity.password_history (
      account_id uuid NOT NULL REFERENCES identity.account,
      password_hash text NOT NULL,
      set_at timestamptz NOT NULL,
      PRIMARY KEY (account_id, set_at)
    );

    -- A role in one subtree: of organisations, or of sites. stage is the review stage of a reviewer (1 to 3).
    CREATE TABLE identity.grant (
      id uuid PRIMARY KEY,
      account_id uuid NOT NULL REFERENCES identity.account,
      role text NOT NULL,
      stage smallint CHECK (stage BETWEEN 1 AND 3),
      tree text NOT NULL CHECK (tree IN ('organisation', 'site')),
      scope_id uuid NOT NULL,
      scope_path text NOT NULL,
      scope_name text NOT NULL,
      granted_by uuid REFERENCES identity.account,
      granted_at timestamptz NOT NULL,
      revoked_at timestamptz,
      CHECK ((role = 'reviewer') = (stage IS NOT NULL))
    );
    CREATE INDEX grant_of ON identity.grant (account_id) WHERE revoked_at IS NULL;
    CREATE UNIQUE INDEX grant_once ON identity.grant (account_id, role, coalesce(stage, 0), tree, scope_id) WHERE revoked_at IS NULL;
    -- 三员分立: one person holds at most one kind of administrator role.
    CREATE TABLE identity.administrator (
      account_id uuid PRIMARY KEY REFERENCES identity.account,
      role text NOT NULL CHECK (role IN ('system_admin', 'security_admin', 'audit_admin'))
    );

    CREATE TABLE identity.session (
      id uuid PRIMARY KEY,
      token_digest bytea NOT NULL UNIQUE,
      account_id uuid NOT NULL REFERENCES identity.account,
      csrf_token text NOT NULL,
      address text NOT NULL,
      agent text NOT NULL,
      created_at timestamptz NOT NULL,
      seen_at timestamptz NOT NULL,
      expires_at timestamptz NOT NULL,
      revoked_at timestamptz
    );
    CREATE INDEX session_of ON identity.session (account_id, seen_at DESC);

    -- Password, lock-out and session rules are data; a change is a new row.
    CREATE TABLE identity.rule (
      valid_from timestamptz PRIMARY KEY,
      rule jsonb NOT NULL,
      set_by uuid
    );
  `,
}
