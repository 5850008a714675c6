import { useState } from 'react'

export interface When {
  isLater: boolean
  /** Null: at once, or not chosen yet. */
  at: string | null
  fault: 'whenMissing' | 'whenPast' | undefined
  setLater: (isLater: boolean) => void
  setAt: (at: string | null) => void
}

/** At once, or at an instant to come; `planned` is what was meant before. */
export function useWhen(planned: string | null = null): When {
  const [isLater, setLater] = useState(planned !== null && Date.parse(planned) > Date.now())
  const [at, setAt] = useState(planned)
  const fault = !isLater ? undefined : at === null ? 'whenMissing' : isPast(at) ? 'whenPast' : undefined
  return { isLater, at: isLater ? at : null, fault, setLater, setAt }
}

const isPast = (at: string) => Date.parse(at) <= Date.now()
