import { useEffect, useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { transferProblem } from '../api/send-file.ts'
import { type Broken, LEFT } from '../api/send-in-pieces.ts'
import { acceptsFile } from './accepts-file.ts'
import type { Controllable } from './field.tsx'
import { Icon } from './icon.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { aside, comma, pair } from './marks.ts'
import { sizeWords } from './size-words.ts'

export interface UploadControl {
  /** Bytes the server has, or that are on their way to it. */
  onProgress: (sent: number) => void
  signal: AbortSignal
  /** The line is broken; undefined: it goes on. */
  onBroken: (broken: Broken | undefined) => void
  /** The server had so much of it already. */
  onResumed: (from: number) => void
}

interface UploadFieldProps<T> extends Controllable {
  /** As of an input: `.jpg,.png,image/*`. */
  accept?: string
  maxBytes?: number
  upload: (file: File, control: UploadControl) => Promise<T>
  onDone: (result: T, file: File) => void
  /** Taken as if it had been chosen here: pasted or dropped elsewhere. */
  file?: File | undefined
  onBusy?: (isBusy: boolean) => void
  /** What is there already. */
  children?: ReactNode
}

type UploadState =
  | { state: 'idle' }
  | { state: 'refused'; words: string }
  | { state: 'sending'; file: File; sent: number; broken?: Broken | undefined; resumedFrom?: number }
  | { state: 'failed'; file: File; words: string }
  | { state: 'done'; file: File }

/** Chooses or takes a dropped file and sends it; shows how far it is, can be stopped, and goes on where it broke off. */
export function UploadField<T>(props: UploadFieldProps<T>) {
  const { accept, maxBytes, upload, onDone, file: given, onBusy, children, ...tied } = props
  const { t } = useTranslation('components')
  const [now, setNow] = useState<UploadState>({ state: 'idle' })
  const [isOver, setOver] = useState(false)
  const control = useRef<AbortController>(undefined)
  const input = useRef<HTMLInputElement>(null)
  const choose = useRef<HTMLButtonElement>(null)
  const cancel = useRef<HTMLButtonElement>(null)
  const isBusy = now.state === 'sending'

  const send = async (file: File) => {
    const mine = new AbortController()
    control.current = mine
    const change = (more: { sent?: number; broken?: Broken | undefined; resumedFrom?: number }) =>
      setNow((before) => (before.state === 'sending' && before.file === file ? { ...before, ...more } : before))
    setNow({ state: 'sending', file, sent: 0 })
    try {
      const result = await upload(file, {
        signal: mine.signal,
        onProgress: (sent) => change({ sent }),
        onBroken: (broken) => change({ broken }),
        onResumed: (resumedFrom) => change({ resumedFrom }),
      })
      setNow({ state: 'done', file })
      onDone(result, file)
    } catch (error) {
      const problem = transferProblem(error)
      if (control.current !== mine) return
      if (problem === undefined) setNow({ state: 'idle' })
      // What the server does not take it will not take the second time either: another file is needed.
      else if (problem.isRetryable || problem.status >= 500 || problem.status === 401)
        setNow({ state: 'failed', file, words: problem.status === 401 ? t('uploadSignedOut') : problem.message })
      else setNow({ state: 'refused', words: problem.message })
    }
  }
  const take = (file: File | undefined) => {
    if (!file) return
    if (accept !== undefined && !acceptsFile(file, accept))
      setNow({ state: 'refused', words: t('uploadType', { types: accept }) })
    else if (maxBytes !== undefined && file.size > maxBytes)
      setNow({
        state: 'refused',
        words: t('uploadTooLarge', { size: sizeWords(file.size), limit: sizeWords(maxBytes) }),
      })
    else void send(file)
  }
  const takeLatest = useRef(take)
  takeLatest.current = take

  useEffect(() => {
    takeLatest.current(given)
    // Whoever only leaves finds what has arrived the next time.
    return () => control.current?.abort(LEFT)
  }, [given])
  useEffect(() => onBusy?.(isBusy), [isBusy, onBusy])

  const stop = () => {
    control.current?.abort()
    // The button under the finger goes away; the keyboard goes on from the one that takes its place.
    requestAnimationFrame(() => choose.current?.focus())
  }

  return (
    <div
      className={isOver ? 'upload over' : 'upload'}
      onDragOver={(event) => {
        event.preventDefault()
        setOver(true)
      }}
      onDragLeave={() => setOver(false)}
      onDrop={(event) => {
        event.preventDefault()
        setOver(false)
        if (now.state !== 'sending') take(event.dataTransfer.files[0])
      }}
    >
      {children}
      <input
        ref={input}
        id={tied.id}
        className="unseen"
        type="file"
        tabIndex={-1}
        aria-hidden="true"
        accept={accept}
        onChange={(event) => {
          take(event.target.files?.[0])
          event.target.value = ''
        }}
      />
      {now.state === 'sending' ? (
        <>
          <span className="upload-name">{t('uploading', { name: now.file.name })}</span>
          <span className="upload-progress">
            <ProgressBar value={percentOf(now)} label={now.file.name} />
            <span className="num hint">
              {sizeWords(now.sent)} / {sizeWords(now.file.size)}
            </span>
          </span>
          {now.broken?.isOffered && (
            <button
              className="button"
              type="button"
              onClick={() => {
                now.broken?.goOn()
                cancel.current?.focus()
              }}
            >
              <Icon name="refresh" /> {t('uploadAgain')}
            </button>
          )}
          <button ref={cancel} className="button" type="button" onClick={stop}>
            <Icon name="x" /> {t('uploadCancel')}
          </button>
        </>
      ) : (
        <>
          {now.state === 'failed' && (
            <button className="button" type="button" onClick={() => void send(now.file)}>
              <Icon name="refresh" /> {t('uploadAgain')}
            </button>
          )}
          <button
            ref={choose}
            className="button"
            type="button"
            aria-describedby={tied['aria-describedby']}
            onClick={() => input.current?.click()}
          >
            <Icon name="upload" /> {now.state === 'done' ? t('uploadReplace') : t('uploadChoose')}
          </button>
          <span className="hint">
            {t('uploadDrop')}
            {maxBytes !== undefined && `${comma()}${t('uploadLimit', { limit: sizeWords(maxBytes) })}`}
          </span>
        </>
      )}
      <p className={isTrouble(now) ? 'field-error' : 'hint'} role="status">
        {now.state === 'sending' && now.broken && brokenWords(now.broken)}
        {now.state === 'sending' &&
          !now.broken &&
          now.resumedFrom !== undefined &&
          t('uploadResumed', { size: sizeWords(now.resumedFrom) })}
        {now.state === 'failed' && t('uploadFailed', { reason: now.words })}
        {now.state === 'refused' && now.words}
        {now.state === 'done' && pair(t('uploadDone'), aside(now.file.name, sizeWords(now.file.size)))}
      </p>
      {/* Heard, not seen: every quarter, since every per cent would talk without end. */}
      <span className="unseen" role="status">
        {now.state === 'sending' && !now.broken && quarterOf(now) > 0 && t('uploadAt', { percent: quarterOf(now) })}
      </span>
    </div>
  )

  function brokenWords({ isAutomatic, isOffered }: Broken): string {
    if (!isAutomatic) return t('uploadBroken')
    return isOffered ? t('uploadStillBroken') : t('uploadRetrying')
  }
}

type Sending = Extract<UploadState, { state: 'sending' }>

const percentOf = ({ sent, file }: Sending): number => (file.size === 0 ? 100 : (sent / file.size) * 100)
const quarterOf = (sending: Sending): number => Math.floor(percentOf(sending) / 25) * 25
const isTrouble = (now: UploadState): boolean =>
  now.state === 'failed' || now.state === 'refused' || (now.state === 'sending' && now.broken !== undefined)
