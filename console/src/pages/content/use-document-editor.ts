import { useQueryClient } from '@tanstack/react-query'
import { useCallback, useEffect, useRef, useState } from 'react'
import {
  getDocument,
  getInbox,
  getReach,
  listDocuments,
  saveDocument,
} from '../../../../src/modules/content/contract.ts'
import { isProblem } from '../../api/problem.ts'
import { call, operationKey } from '../../client.ts'
import { useAutosave } from '../../editor/use-autosave.ts'
import { useLocalDraft } from '../../editor/use-local-draft.ts'
import { draftOf, isDraft, isSameDraft, writtenOf, type Draft } from './draft.ts'
import type { FullDocument } from './types.ts'
import { holderOf, useEditLock } from './use-edit-lock.ts'

const PAUSE_MS = 2_000

/** One document under the pen: what is on screen, what the server has, and everything between the two. */
export function useDocumentEditor(loaded: FullDocument) {
  const queries = useQueryClient()
  const [document, setDocument] = useState(loaded)
  const [draft, setDraft] = useState(() => draftOf(loaded))
  const version = useRef(loaded.version)
  const held = useRef(loaded)
  const lock = useEditLock(loaded.version > document.version ? loaded : { ...document, lock: loaded.lock })
  const local = useLocalDraft(`document/${loaded.id}`, isDraft)
  const canEdit = document.acts.includes('edit')
  const isReadOnly = !canEdit || lock.other !== undefined

  const take = useCallback(
    (reply: FullDocument) => {
      version.current = reply.version
      if (placesOf(held.current) !== placesOf(reply))
        void queries.invalidateQueries({ queryKey: operationKey(getReach) })
      held.current = reply
      setDocument(reply)
      queries.setQueryData(operationKey(getDocument, { params: { id: reply.id } }), { reply })
      for (const list of [listDocuments, getInbox]) void queries.invalidateQueries({ queryKey: operationKey(list) })
    },
    [queries],
  )

  const { lose } = lock
  const { clear } = local
  const shown = useRef(draft)
  useEffect(() => {
    shown.current = draft
  }, [draft])
  const save = useCallback(
    async (value: Draft) => {
      try {
        const reply = await call(saveDocument, {
          params: { id: loaded.id },
          body: { expectedVersion: version.current, ...writtenOf(value) },
        })
        take(reply)
        if (shown.current === value) clear()
      } catch (error) {
        if (isProblem(error) && error.code === 'document-locked') lose(holderOf(error))
        throw error
      }
    },
    [loaded.id, take, clear, lose],
  )
  const autosave = useAutosave({ value: draft, save, delay: PAUSE_MS, isEnabled: !isReadOnly && local.isReady })
  const { restart } = autosave

  const change = useCallback(
    (part: Partial<Draft>) => {
      setDraft((before) => {
        const after = { ...before, ...part }
        local.keep(after)
        return after
      })
      if (!lock.isMine) void lock.take()
    },
    [local, lock],
  )

  /** Shows what the server has, as the state everything starts from again. */
  const adopt = useCallback(
    (reply: FullDocument) => {
      take(reply)
      const fresh = draftOf(reply)
      setDraft(fresh)
      restart(fresh)
    },
    [take, restart],
  )

  /** The server has `reply`; what is on screen stays, and is saved over it. */
  const overwrite = useCallback(
    async (reply: FullDocument) => {
      // The writer has decided; whoever else holds the lock is told by theirs being lost.
      if (!(await lock.take(true))) return
      take(reply)
      restart(draftOf(reply))
      setDraft((mine) => ({ ...mine }))
    },
    [take, restart, lock],
  )

  const takeOver = useCallback(async () => {
    if (!(await lock.take(true))) return
    const reply = await call(getDocument, { params: { id: loaded.id } })
    // A text that was begun before the lock was met stays; it meets the newer version in the comparison.
    if (isSameDraft(shown.current, draftOf(document))) adopt(reply)
    else {
      restart(draftOf(document))
      setDraft((mine) => ({ ...mine }))
    }
  }, [lock, loaded.id, document, adopt, restart])

  const { isUnsaved } = autosave
  useEffect(() => {
    // Somebody else changed it while nothing of one's own was open: show theirs.
    if (loaded.version > version.current && !isUnsaved && autosave.status !== 'stopped') adopt(loaded)
  }, [loaded, isUnsaved, adopt, autosave.status])

  const { found, settle } = local
  useEffect(() => {
    if (found && isSameDraft(found.value, draftOf(document))) settle('discarded')
  }, [found, document, settle])
  const restoreLocal = useCallback(() => {
    if (!found) return
    settle('taken')
    change(found.value)
  }, [found, settle, change])

  return {
    document,
    draft,
    change,
    isReadOnly,
    canEdit,
    lock,
    local,
    autosave,
    adopt,
    overwrite,
    takeOver,
    restoreLocal,
  }
}

const placesOf = ({ channelId, edition }: FullDocument) => [channelId, ...edition.placements].join(' ')

export type DocumentEditor = ReturnType<typeof useDocumentEditor>
