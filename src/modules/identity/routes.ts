import type {} from '@fastify/cookie'
import { SESSION_COOKIE, type Api } from '../../kernel/http.ts'
import { signIn } from './commands/sign-in.ts'
import { signOut } from './commands/sign-out.ts'
import * as contract from './contract.ts'
import { getSession } from './queries/get-session.ts'
import type { Ports } from './scopes.ts'

const COOKIE = { path: '/', httpOnly: true, sameSite: 'lax' } as const

export const routes =
  (_ports: Ports) =>
  (api: Api): void => {
    api.command(contract.signIn, signIn, (reply, outcome) => {
      if ('refusal' in outcome) throw outcome.refusal
      const isSecure = reply.request.protocol === 'https'
      return reply
        .setCookie(SESSION_COOKIE, outcome.token, isSecure ? { ...COOKIE, secure: true } : COOKIE)
        .send(outcome.session)
    })
    api.query(contract.getSession, getSession)
    api.command(contract.signOut, signOut, (reply, done) => reply.clearCookie(SESSION_COOKIE, COOKIE).send(done))
  }
