import type { Generated } from 'kysely'
import type { At, AtOrNull, Json } from '../../kernel/tables.ts'
import type { PasswordRule } from './contract.ts'

declare module '../../kernel/tables.ts' {
  interface Tables {
    'identity.account': {
      id: string
      login: string
      name: string
      organisation_id: string
      phone: Generated<string>
      password_hash: string
      password_set_at: At
      must_change_password: Generated<boolean>
      failed_count: Generated<number>
      locked_until: AtOrNull
      disabled_at: AtOrNull
      last_sign_in_at: AtOrNull
      locale: Generated<string>
      version: Generated<number>
      created_at: At
    }
    'identity.password_history': { account_id: string; password_hash: string; set_at: At }
    'identity.grant': {
      id: string
      account_id: string
      role: string
      stage: number | null
      tree: string
      scope_id: string
      scope_path: string
      scope_name: string
      /** Path of the scope in the tree of organisations: its own, or that of the site's owner. */
      wall_path: string
      granted_by: string | null
      granted_at: At
      revoked_at: AtOrNull
    }
    'identity.administrator': { account_id: string; role: string }
    'identity.session': {
      id: string
      token_digest: Buffer
      account_id: string
      csrf_token: string
      address: string
      agent: string
      created_at: At
      seen_at: At
      expires_at: At
      revoked_at: AtOrNull
    }
    'identity.rule': { valid_from: At; rule: Json<PasswordRule>; set_by: string | null }
    'identity.unknown_login': { digest: Buffer; failed_count: number; locked_until: AtOrNull; last_at: At }
    'identity.v_account': { id: string; login: string; name: string; organisation_id: string; is_disabled: boolean }
  }
}
