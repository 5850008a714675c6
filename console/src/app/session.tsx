import { useQueryClient } from '@tanstack/react-query'
import { createContext, useCallback, useContext, useEffect, useMemo, useRef, useState, type ReactNode } from 'react'
import { asProblem, type ApiProblem } from '../api/problem.ts'
import { request, setCsrfToken, setSurroundings } from '../api/request.ts'
import type { z } from 'zod'
import { getSession } from '../../../src/modules/identity/contract.ts'
import { SignInAgain } from './sign-in-again.tsx'
import { suggestLanguage } from './i18n.ts'

export type Session = z.output<typeof getSession.reply>

export type SessionState =
  | { state: 'loading' }
  | { state: 'signed-out' }
  | { state: 'failed'; problem: ApiProblem }
  | { state: 'signed-in'; session: Session }

interface SessionAccess {
  current: SessionState
  signIn: (account: string, password: string) => Promise<void>
  signOut: () => Promise<void>
  reload: () => Promise<void>
}

const SessionContext = createContext<SessionAccess | undefined>(undefined)

/** Holds who is signed in. When a session expires the page stays, and a dialog asks to sign in again over it. */
export function SessionProvider({ children }: { children: ReactNode }) {
  const [current, setCurrent] = useState<SessionState>({ state: 'loading' })
  /** Why one has to sign in again: the session has ended, or somebody else works in this browser now. */
  const [lost, setLost] = useState<{ toName: string | undefined }>()
  const answer = useRef<((isSignedIn: boolean) => void) | undefined>(undefined)
  const queries = useQueryClient()

  const take = useCallback((value: unknown) => {
    const session = getSession.reply.parse(value)
    setCsrfToken(session.csrfToken)
    setCurrent({ state: 'signed-in', session })
    void suggestLanguage(session.locale)
  }, [])

  const reload = useCallback(async () => {
    try {
      take(await request('/session', { method: 'GET', retriesSignIn: false }))
    } catch (error) {
      const problem = asProblem(error)
      setCurrent(problem.status === 401 ? { state: 'signed-out' } : { state: 'failed', problem })
    }
  }, [take])

  const signIn = useCallback(
    async (account: string, password: string) => {
      await request('/session', { method: 'POST', body: { account, password }, retriesSignIn: false })
      // The reply of signing in may be shorter than the session itself, so it is read once more.
      take(await request('/session', { method: 'GET', retriesSignIn: false }))
    },
    [take],
  )

  const signOut = useCallback(async () => {
    await request('/session', { method: 'DELETE', retriesSignIn: false }).catch((error: unknown) => {
      if (asProblem(error).status !== 401) throw error
    })
    queries.clear()
    setCurrent({ state: 'signed-out' })
  }, [queries])

  const settle = useCallback((isSignedIn: boolean) => {
    setLost(undefined)
    answer.current?.(isSignedIn)
    answer.current = undefined
  }, [])

  useEffect(() => {
    void reload()
  }, [reload])

  const login = current.state === 'signed-in' ? current.session.account.login : undefined
  useEffect(() => {
    if (login === undefined) {
      setSurroundings({ signInAgain: undefined })
      return
    }
    setSurroundings({
      signInAgain: async () => {
        // The same person may have signed in again in another window: then nobody needs to be asked.
        const found = await whoIsThere()
        if (found?.account.login === login) {
          take(found)
          return true
        }
        return new Promise((resolve) => {
          answer.current = resolve
          setLost({ toName: found?.account.name })
        })
      },
    })
  }, [login, take])

  const access = useMemo(() => ({ current, signIn, signOut, reload }), [current, signIn, signOut, reload])
  return (
    <SessionContext value={access}>
      {children}
      {lost && current.state === 'signed-in' && (
        <SignInAgain
          login={current.session.account.login}
          toName={lost.toName}
          signIn={signIn}
          onDone={() => settle(true)}
          onGiveUp={() => settle(false)}
        />
      )}
    </SessionContext>
  )
}

/** Whose session this browser holds now; undefined when it holds none, or when nobody answers. */
async function whoIsThere(): Promise<Session | undefined> {
  try {
    return getSession.reply.parse(await request('/session', { method: 'GET', retriesSignIn: false }))
  } catch {
    return undefined
  }
}

export function useSessionAccess(): SessionAccess {
  const access = useContext(SessionContext)
  if (!access) throw new Error('useSessionAccess outside SessionProvider')
  return access
}

/** Who is signed in. Pages are only shown to people who are. */
export function useSession(): Session {
  const { current } = useSessionAccess()
  if (current.state !== 'signed-in') throw new Error('useSession on a page without a session')
  return current.session
}

/** Whether the person holds a permission anywhere; the server decides about the single thing. */
export function useCan(): (permission: string) => boolean {
  const { permissions } = useSession()
  return useCallback((permission: string) => permissions.includes(permission), [permissions])
}
