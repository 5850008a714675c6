import { useRef, useState, type ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import { transferProblem } from '../api/send-file.ts'
import { acceptsFile } from './accepts-file.ts'
import type { Controllable } from './field.tsx'
import { Icon } from './icon.tsx'
import { ProgressBar } from './progress-bar.tsx'
import { aside, comma, pair } from './marks.ts'
import { sizeWords } from './size-words.ts'

export interface UploadControl {
  /** Bytes the server has; what is passed last is where a resumed upload starts. */
  onProgress: (sent: number) => void
  signal: AbortSignal
  /** 0 at first; after a failure, the last `sent`. An endpoint that cannot resume ignores it. */
  resumeFrom: number
}

interface UploadFieldProps<T> extends Controllable {
  /** As of an input: `.jpg,.png,image/*`. */
  accept?: string
  maxBytes?: number
  upload: (file: File, control: UploadControl) => Promise<T>
  onDone: (result: T, file: File) => void
  /** What is there already. */
  children?: ReactNode
}

type UploadState =
  | { state: 'idle' }
  | { state: 'refused'; words: string }
  | { state: 'sending'; file: File; sent: number }
  | { state: 'failed'; file: File; sent: number; words: string }
  | { state: 'done'; file: File }

/** Chooses or takes a dropped file and sends it; shows how far it is, can be stopped, and goes on where it broke off. */
export function UploadField<T>({ accept, maxBytes, upload, onDone, children, ...tied }: UploadFieldProps<T>) {
  const { t } = useTranslation('components')
  const [now, setNow] = useState<UploadState>({ state: 'idle' })
  const [isOver, setOver] = useState(false)
  const control = useRef<AbortController>(undefined)
  const input = useRef<HTMLInputElement>(null)

  const send = async (file: File, resumeFrom: number) => {
    control.current = new AbortController()
    let sent = resumeFrom
    setNow({ state: 'sending', file, sent })
    try {
      const result = await upload(file, {
        signal: control.current.signal,
        resumeFrom,
        onProgress: (bytes) => {
          sent = bytes
          setNow({ state: 'sending', file, sent })
        },
      })
      setNow({ state: 'done', file })
      onDone(result, file)
    } catch (error) {
      const problem = transferProblem(error)
      setNow(problem === undefined ? { state: 'idle' } : { state: 'failed', file, sent, words: problem.message })
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
    else void send(file, 0)
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
          <span>{t('uploading', { name: now.file.name })}</span>
          <ProgressBar value={now.file.size === 0 ? 100 : (now.sent / now.file.size) * 100} label={now.file.name} />
          <button className="button" type="button" onClick={() => control.current?.abort()}>
            <Icon name="x" /> {t('uploadCancel')}
          </button>
        </>
      ) : (
        <>
          {now.state === 'failed' && (
            <button className="button" type="button" onClick={() => void send(now.file, now.sent)}>
              <Icon name="refresh" /> {t('uploadAgain')}
            </button>
          )}
          <button
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
      <p className={now.state === 'failed' || now.state === 'refused' ? 'field-error' : 'hint'} role="status">
        {now.state === 'failed' && t('uploadFailed', { reason: now.words })}
        {now.state === 'refused' && now.words}
        {now.state === 'done' && pair(t('uploadDone'), aside(now.file.name, sizeWords(now.file.size)))}
      </p>
    </div>
  )
}
