import { useCallback, useEffect, useRef, useState } from 'react'
import { lockDocument, unlockDocument } from '../../../../src/modules/content/contract.ts'
import { asProblem, type ApiProblem } from '../../api/problem.ts'
import { call } from '../../client.ts'
import type { FullDocument } from './types.ts'

/** The server frees a lock after two minutes without renewal. */
const RENEW_MS = 45_000

export interface EditLock {
  /** Who else is editing now. */
  other: string | undefined
  isMine: boolean
  /** True when one may write. */
  take: (takeOver?: boolean) => Promise<boolean>
  /** Somebody else's lock was met while saving. */
  lose: (byName: string) => void
}

/** Takes the lock at the first change, renews it while the page is open, gives it back on leaving. */
export function useEditLock(document: Pick<FullDocument, 'id' | 'lock' | 'acts'>): EditLock {
  const { id, lock } = document
  const canEdit = document.acts.includes('edit')
  const [isMine, setMine] = useState(false)
  const [met, setMet] = useState<string>()
  const held = useRef(false)
  useEffect(() => {
    held.current = isMine
  }, [isMine])

  const lose = useCallback((byName: string) => {
    setMine(false)
    setMet(byName)
  }, [])
  const take = useCallback(
    async (takeOver = false) => {
      try {
        await call(lockDocument, { params: { id }, body: { takeOver } })
        setMine(true)
        setMet(undefined)
        return true
      } catch (error) {
        const problem = asProblem(error)
        if (problem.code === 'document-locked') lose(holderOf(problem))
        // Without a network one goes on writing: the text is kept on this device, and a stale save is refused later.
        return problem.isRetryable
      }
    },
    [id, lose],
  )

  useEffect(() => {
    if (!isMine) return
    const timer = setInterval(() => void take(), RENEW_MS)
    return () => clearInterval(timer)
  }, [isMine, take])

  useEffect(() => {
    // Handed on: whoever reviews or publishes it must not wait for a lock that nobody needs any more.
    if (canEdit || !isMine) return
    setMine(false)
    call(unlockDocument, { params: { id } }).catch(() => undefined)
  }, [canEdit, isMine, id])

  const serverOther = lock !== null && !lock.isMine ? lock.byName : undefined
  useEffect(() => setMet(serverOther), [serverOther])

  useEffect(() => {
    const release = () => {
      if (held.current) call(unlockDocument, { params: { id } }).catch(() => undefined)
      held.current = false
    }
    addEventListener('pagehide', release)
    return () => {
      removeEventListener('pagehide', release)
      release()
    }
  }, [id])

  return { other: isMine ? undefined : met, isMine, take, lose }
}

/** Who holds the lock that a refusal speaks of. */
export function holderOf(problem: ApiProblem): string {
  const name = problem.extra['byName']
  return typeof name === 'string' ? name : ''
}
