import { Link } from '@tanstack/react-router'
import { Button, Select } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  addEntries,
  checkBatch,
  getBatch,
  isPending,
  listBatches,
  listBatchPages,
} from '../../../../src/modules/content/contract.ts'
import { Dialog } from '../../components/dialog.tsx'
import { useCommand, useOperation } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import type { Reply } from '../../../../src/kernel/contract.ts'
import type { DocumentRow } from '../content/types.ts'
import { NewBatchDialog } from './batch-dialog.tsx'
import { FaultList } from './fault-list.tsx'
import { aside } from '../../components/marks.ts'

const NEW = 'new'
const MOST_OFFERED = 100

/** From the list of documents: those that are picked and have something unpublished go into a batch in preparation. */
export function AddToBatch({ picked, onDone }: { picked: readonly DocumentRow[]; onDone: () => void }) {
  const { t } = useTranslation('batches')
  const [isAsking, setAsking] = useState(false)
  const rows = picked.filter(isPending)
  return (
    <>
      <button className="button" type="button" disabled={rows.length === 0} onClick={() => setAsking(true)}>
        {t('addToBatch')} {rows.length > 0 && <span className="num">{rows.length}</span>}
      </button>
      {isAsking && (
        <ChooseBatch
          rows={rows}
          others={picked.length - rows.length}
          onDone={() => {
            setAsking(false)
            onDone()
          }}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  )
}

interface ChooseBatchProps {
  rows: readonly DocumentRow[]
  others: number
  onDone: () => void
  onClose: () => void
}

function ChooseBatch({ rows, others, onDone, onClose }: ChooseBatchProps) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const [chosen, setChosen] = useState<string>()
  const [isStarting, setStarting] = useState(false)
  const [isTried, setTried] = useState(false)
  const { data, isFetching } = useOperation(listBatches, { query: { state: 'draft', pageSize: MOST_OFFERED } })
  const command = useCommand(addEntries, {
    announcesProblem: false,
    invalidates: [getBatch, checkBatch, listBatches, listBatchPages],
  })
  const { error } = command
  const add = (target: { id: string; version: number }) =>
    command.mutate({
      params: { id: target.id },
      body: {
        expectedVersion: target.version,
        entries: rows.map((row) => ({ kind: 'publish' as const, documentId: row.id })),
      },
    })
  if (command.data) return <Added reply={command.data} onClose={onDone} />
  if (isStarting && command.isIdle) return <NewBatchDialog onDone={add} onClose={onClose} />
  const batch = data?.items.find((one) => one.id === chosen)
  return (
    <Dialog
      open
      title={t('addToBatch')}
      okText={t('addToBatch')}
      cancelText={common('cancel')}
      confirmLoading={command.isPending}
      onOk={() => {
        setTried(true)
        if (chosen === NEW) setStarting(true)
        else if (batch) add(batch)
      }}
      onCancel={onClose}
    >
      <div className="form">
        {error && <ProblemNotice problem={error} />}
        <p className="lead">{t('addToBatchEffect', { count: rows.length })}</p>
        {others > 0 && <p className="hint">{t('addToBatchOthers', { count: others })}</p>}
        <Field
          label={t('whichBatch')}
          isRequired
          hint={t('whichBatchHint')}
          error={isTried && chosen === undefined ? t('whichBatchMissing') : undefined}
        >
          <Select
            className="full"
            autoFocus
            loading={isFetching}
            showSearch={{ optionFilterProp: 'label' }}
            placeholder={t('whichBatchMissing')}
            value={chosen ?? null}
            options={[
              { value: NEW, label: t('brandNew') },
              ...(data?.items ?? []).map((one) => ({ value: one.id, label: aside(one.name, one.siteName) })),
            ]}
            onChange={(next: string | null) => setChosen(next ?? undefined)}
          />
        </Field>
      </div>
    </Dialog>
  )
}

/** What became of it, with the way to the batch. */
function Added({ reply, onClose }: { reply: Reply<typeof addEntries>; onClose: () => void }) {
  const { t } = useTranslation('batches')
  const { t: common } = useTranslation()
  const { batch, added, refused } = reply
  return (
    <Dialog
      open
      title={t('addToBatch')}
      onCancel={onClose}
      footer={
        <Button type="primary" onClick={onClose}>
          {common('close')}
        </Button>
      }
    >
      <p role="status">
        <b>{added === 0 ? t('addedNone') : t('added', { count: added })}</b>
      </p>
      <p>
        <Link to="/batches/$id" params={{ id: batch.id }}>
          {t('openBatch', { name: batch.name })}
        </Link>
      </p>
      {refused.length > 0 && (
        <>
          <p>{t('notAdded', { count: refused.length })}</p>
          <FaultList faults={refused} />
        </>
      )}
    </Dialog>
  )
}
