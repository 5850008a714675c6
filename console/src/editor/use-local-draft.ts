import { useCallback, useEffect, useRef, useState } from 'react'
import { useSession } from '../app/session.tsx'
import { draftStore, type LocalDraft } from './draft-store.ts'

export interface LocalDraftAccess<T> {
  /** What was found on this device from an earlier time, until it is taken or discarded. */
  found: { value: T; savedAt: string } | undefined
  /** Whether looking for it has ended; begin writing only then. */
  isReady: boolean
  /** Keeps what is not yet on the server; cheap enough for every letter. */
  keep: (value: T) => void
  /** The server has everything: nothing to keep. */
  clear: () => void
  /** Stops offering what was found; `take` it first, or it is gone. */
  settle: (decision: 'taken' | 'discarded') => void
}

/**
 * Keeps unsaved text on this device under a key of the person and the thing (`document/ID`), so that a dropped
 * connection, an expired session or a closed lid loses nothing. `isDraft` checks what is found, which may be from an older version.
 */
export function useLocalDraft<T>(key: string, isDraft: (value: unknown) => value is T): LocalDraftAccess<T> {
  const { account } = useSession()
  const full = `${account.id}/${key}`
  const [found, setFound] = useState<{ value: T; savedAt: string }>()
  const [isReady, setReady] = useState(false)
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined)
  const pending = useRef<{ value: T } | undefined>(undefined)
  const check = useRef(isDraft)

  const write = useCallback(() => {
    clearTimeout(timer.current)
    const waiting = pending.current
    pending.current = undefined
    if (waiting) void draftStore.write(full, waiting.value)
  }, [full])

  useEffect(() => {
    let isHere = true
    setReady(false)
    setFound(undefined)
    draftStore
      .read(full)
      .catch((): LocalDraft | undefined => undefined)
      .then((draft) => {
        if (!isHere) return
        if (draft && check.current(draft.value)) setFound({ value: draft.value, savedAt: draft.savedAt })
        setReady(true)
      })
      .catch(() => setReady(true))
    draftStore.forgetOld(Date.now()).catch(() => undefined)
    addEventListener('pagehide', write)
    return () => {
      isHere = false
      removeEventListener('pagehide', write)
      write()
    }
  }, [full, write])

  const keep = useCallback(
    (value: T) => {
      pending.current = { value }
      clearTimeout(timer.current)
      timer.current = setTimeout(write, 300)
    },
    [write],
  )
  const clear = useCallback(() => {
    clearTimeout(timer.current)
    pending.current = undefined
    draftStore.forget(full).catch(() => undefined)
  }, [full])
  const settle = useCallback(
    (decision: 'taken' | 'discarded') => {
      setFound(undefined)
      if (decision === 'discarded') clear()
    },
    [clear],
  )
  return { found, isReady, keep, clear, settle }
}
