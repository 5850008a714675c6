import { getInbox } from '../../../../src/modules/content/contract.ts'
import { useOperation } from '../../client.ts'

/** What others wait for: one's own unfinished drafts do not count. */
export function useInboxCount(): number | undefined {
  const { data } = useOperation(getInbox, { query: { pageSize: 1 } }, { refreshEvery: 60_000, staleFor: 30_000 })
  return data && data.counts.review + data.counts.revise + data.counts.publish
}
