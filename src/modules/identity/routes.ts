import type {} from '@fastify/cookie'
import { SESSION_COOKIE, type Api } from '../../kernel/http.ts'
import { changeLocale } from './commands/change-locale.ts'
import { changePassword } from './commands/change-password.ts'
import { disableAccount } from './commands/disable-account.ts'
import { enableAccount } from './commands/enable-account.ts'
import { giveGrant } from './commands/give-grant.ts'
import { openAccount } from './commands/open-account.ts'
import { resetPassword } from './commands/reset-password.ts'
import { revokeGrant } from './commands/revoke-grant.ts'
import { revokeSession } from './commands/revoke-session.ts'
import { setPasswordRule } from './commands/set-password-rule.ts'
import { signIn } from './commands/sign-in.ts'
import { signOut } from './commands/sign-out.ts'
import { unlockAccount } from './commands/unlock-account.ts'
import { updateAccount } from './commands/update-account.ts'
import * as contract from './contract.ts'
import { getAccount } from './queries/get-account.ts'
import { getPasswordRule } from './queries/get-password-rule.ts'
import { getRights } from './queries/get-rights.ts'
import { getSession } from './queries/get-session.ts'
import { listAccounts } from './queries/list-accounts.ts'
import { listRoles } from './queries/list-roles.ts'
import { listSessions } from './queries/list-sessions.ts'
import { previewGrant } from './queries/preview-grant.ts'

const COOKIE = { path: '/', httpOnly: true, sameSite: 'lax' } as const

export function routes(api: Api): void {
  api.command(contract.signIn, signIn, (reply, outcome) => {
    if ('refusal' in outcome) throw outcome.refusal
    const isSecure = reply.request.protocol === 'https'
    const cookie = isSecure ? { ...COOKIE, secure: true } : COOKIE
    return reply.setCookie(SESSION_COOKIE, outcome.token, cookie).send(outcome.session)
  })
  api.query(contract.getSession, getSession)
  api.command(contract.signOut, signOut, (reply, done) => reply.clearCookie(SESSION_COOKIE, COOKIE).send(done))
  api.command(contract.changePassword, changePassword, (_reply, outcome) => {
    if ('refusal' in outcome) throw outcome.refusal
    return outcome
  })
  api.command(contract.changeLocale, changeLocale)
  api.query(contract.listSessions, listSessions)
  api.command(contract.revokeSession, revokeSession)

  api.query(contract.listAccounts, listAccounts)
  api.query(contract.getAccount, getAccount)
  api.command(contract.createAccount, openAccount)
  api.command(contract.updateAccount, updateAccount)
  api.command(contract.disableAccount, disableAccount)
  api.command(contract.enableAccount, enableAccount)
  api.command(contract.unlockAccount, unlockAccount)
  api.command(contract.resetPassword, resetPassword)

  api.query(contract.listRoles, listRoles)
  api.command(contract.giveGrant, giveGrant)
  api.query(contract.previewGrant, previewGrant)
  api.command(contract.revokeGrant, revokeGrant)
  api.query(contract.getRights, getRights)

  api.query(contract.getPasswordRule, getPasswordRule)
  api.command(contract.setPasswordRule, setPasswordRule)
}
