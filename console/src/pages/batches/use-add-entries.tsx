import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import {
  addEntries,
  checkBatch,
  getBatch,
  listBatches,
  listBatchPages,
} from '../../../../src/modules/content/contract.ts'
import { useCommand } from '../../client.ts'
import { FaultList } from './fault-list.tsx'
import type { NewEntry } from './types.ts'

interface Target {
  id: string
  version: number
}

/** Adds to a batch; what was refused is told one by one, and the rest stays added. */
export function useAddEntries(onDone: (batch: Target) => void) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const { message, modal } = App.useApp()
  const add = useCommand(addEntries, {
    announcesProblem: false,
    invalidates: [getBatch, checkBatch, listBatches, listBatchPages],
    onDone: ({ batch, added, refused }) => {
      const words = added === 0 ? t('addedNone') : t('added', { count: added })
      if (refused.length === 0) void message.success(words)
      else {
        modal.warning({
          title: words,
          okText: common('close'),
          content: (
            <>
              <p>{t('notAdded', { count: refused.length })}</p>
              <FaultList faults={refused} />
            </>
          ),
        })
      }
      onDone(batch)
    },
  })
  return {
    isPending: add.isPending,
    error: add.error,
    add: (batch: Target, entries: NewEntry[]) =>
      add.mutate({ params: { id: batch.id }, body: { expectedVersion: batch.version, entries } }),
  }
}
