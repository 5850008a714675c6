import { useCallback, useEffect, useReducer, useRef, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { asProblem, type ApiProblem } from '../api/problem.ts'
import { formatMoment } from '../components/time.ts'
import {
  autosaveAfter,
  failureOf,
  freshAutosave,
  isUnsaved,
  nextSave,
  type AutosaveAct,
  type AutosaveState,
} from './autosave-state.ts'

interface AutosaveOptions<T> {
  /** Must keep its identity while unchanged: state, or useMemo. */
  value: T
  save: (value: T) => Promise<unknown>
  /** Pause in typing before saving, in milliseconds. */
  delay?: number
  isEnabled?: boolean
}

export interface Autosave<T> {
  status: AutosaveState<T>['status']
  /** 已保存 10:29 / 正在保存 / 未能保存，已存在本机 */
  statusText: string
  /** The last refusal; with `version-conflict` saving has stopped and waits for a decision. */
  problem: ApiProblem | undefined
  isUnsaved: boolean
  /** Saves what is unsaved now, and resolves when the server has it; false when it could not. */
  flush: () => Promise<boolean>
  /** Starts over from this value, which the server has: after a restore or a resolved conflict. */
  restart: (value: T) => void
}

/** Saves while one writes. Never blocks typing; a refusal keeps what was written. */
export function useAutosave<T>({ value, save, delay = 1500, isEnabled = true }: AutosaveOptions<T>): Autosave<T> {
  const { t } = useTranslation('editor')
  const reduce = useCallback((state: AutosaveState<T>, act: AutosaveAct<T>) => autosaveAfter(state, act), [])
  const [state, dispatch] = useReducer(reduce, value, freshAutosave<T>)
  const [problem, setProblem] = useState<ApiProblem>()
  const latest = useRef({ save, value, state })
  const running = useRef<Promise<boolean>>(undefined)
  useEffect(() => {
    latest.current = { save, value, state }
  })
  useEffect(() => {
    if (isEnabled) dispatch({ act: 'typed', value })
  }, [value, isEnabled])

  const saveNow = useCallback((): Promise<boolean> => {
    running.current ??= (async () => {
      dispatch({ act: 'typed', value: latest.current.value })
      dispatch({ act: 'sent' })
      try {
        await latest.current.save(latest.current.value)
        setProblem(undefined)
        dispatch({ act: 'saved', at: formatMoment(Date.now()).slice(11) })
        return true
      } catch (error) {
        const refusal = asProblem(error)
        setProblem(refusal)
        dispatch({ act: 'failed', because: failureOf(refusal.status) })
        return false
      } finally {
        running.current = undefined
      }
    })()
    return running.current
  }, [])

  const wait = isEnabled ? nextSave(state, delay) : undefined
  useEffect(() => {
    if (wait === undefined) return
    const timer = setTimeout(() => void saveNow(), wait)
    return () => clearTimeout(timer)
    // Every further letter starts the pause anew, except while waiting to try again.
  }, [wait, saveNow, state.status === 'dirty' ? value : null])

  useEffect(() => {
    if (state.status !== 'failed') return
    const again = () => void saveNow()
    addEventListener('online', again)
    return () => removeEventListener('online', again)
  }, [state.status, saveNow])

  const isOpen = isEnabled && isUnsaved(state)
  useEffect(() => {
    if (!isOpen) return
    const warn = (event: BeforeUnloadEvent) => event.preventDefault()
    addEventListener('beforeunload', warn)
    return () => removeEventListener('beforeunload', warn)
  }, [isOpen])

  const flush = useCallback(async () => {
    if (running.current) await running.current
    const { state: now, value: current } = latest.current
    const isDone = (now.status === 'saved' || now.status === 'idle') && Object.is(now.value, current)
    return isDone ? true : saveNow()
  }, [saveNow])
  const restart = useCallback((from: T) => {
    setProblem(undefined)
    dispatch({ act: 'replaced', value: from })
  }, [])

  const words: Record<AutosaveState<T>['status'], string> = {
    idle: state.savedAt === undefined ? '' : t('saved', { at: state.savedAt }),
    dirty: t('unsaved'),
    saving: t('saving'),
    saved: t('saved', { at: state.savedAt ?? '' }),
    failed: t('notSaved'),
    refused: t('notAccepted'),
    stopped: t('notSaved'),
  }
  return { status: state.status, statusText: words[state.status], problem, isUnsaved: isOpen, flush, restart }
}
