import { useEffect, useState } from 'react'
import type { z } from 'zod'
import { getReceipt } from '../../../../src/modules/content/contract.ts'
import { useOperation } from '../../client.ts'
import type { FullDocument } from './types.ts'

type Found = z.output<typeof getReceipt.reply>

const POLL_MS = 300
const SLOW_POLL_MS = 2_000
const PATIENCE_MS = 5_000

const isOpen = (found: Found | undefined): boolean =>
  found === undefined || found.standing === 'waiting' || found.receipts[0]?.state === 'running'

/** What the newest release or withdrawal did; asked for again and again right after the act, until it is known. */
export function useReceipt(doc: FullDocument) {
  const act = [doc.state, doc.liveEditionNumber, doc.releasedAt, doc.visibleFrom, doc.withdrawal?.at].join(' ')
  const [begun, setBegun] = useState(() => ({ act, at: Date.now() }))
  const [isPatient, setPatient] = useState(true)
  const [isSettled, setSettled] = useState(false)
  if (begun.act !== act) {
    setBegun({ act, at: Date.now() })
    setPatient(true)
    setSettled(false)
  }
  const { data, dataUpdatedAt, error, refetch } = useOperation(
    getReceipt,
    { params: { id: doc.id } },
    {
      keepsPrevious: false,
      staleFor: 0,
      enabled: doc.itemId !== null,
      ...(isSettled ? {} : { refreshEvery: isPatient ? POLL_MS : SLOW_POLL_MS }),
    },
  )
  // What was read before the act says nothing of it.
  const found = dataUpdatedAt >= begun.at ? data : undefined
  const isStillOpen = isOpen(found)
  const isBulk = found?.receipts[0]?.state === 'running'
  useEffect(() => setSettled(!isStillOpen || (!isPatient && !isBulk)), [isStillOpen, isPatient, isBulk])
  useEffect(() => {
    const timer = setTimeout(() => setPatient(false), PATIENCE_MS)
    return () => clearTimeout(timer)
  }, [begun])
  useEffect(() => {
    if (doc.itemId !== null) void refetch()
  }, [begun, doc.itemId, refetch])
  return { found, error, refetch, isPatient }
}
