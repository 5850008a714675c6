import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { bulkDocuments, getInbox, listDocuments } from '../../../../src/modules/content/contract.ts'
import { useCan } from '../../app/session.tsx'
import { useCommand } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { AddToBatch } from '../batches/add-to-batch.tsx'
import { BulkOutcome, type Outcome } from './bulk-outcome.tsx'
import { fitting, type BulkAct } from './bulk-acts.ts'
import type { DocumentRow } from './types.ts'

const needs: Readonly<Record<BulkAct, string>> = {
  submit: 'document.write',
  pass: 'document.review',
  publish: 'document.publish',
  delete: 'document.write',
}
const acts: readonly BulkAct[] = ['submit', 'pass', 'publish', 'delete']

/** The same act on all that is picked: named with its number before, and told one by one after. */
export function DocumentsBulk({ picked, onClear }: { picked: readonly DocumentRow[]; onClear: () => void }) {
  const { t } = useTranslation('content')
  const can = useCan()
  const [asked, setAsked] = useState<BulkAct>()
  const [outcome, setOutcome] = useState<Outcome>()
  const bulk = useCommand(bulkDocuments, { invalidates: [listDocuments, getInbox], announcesProblem: false })
  const verbs = { submit: t('bulkSubmit'), pass: t('bulkPass'), publish: t('bulkPublish'), delete: t('bulkDelete') }
  const rows = asked === undefined ? [] : fitting(asked, picked)
  const others = picked.length - rows.length
  const effects = {
    submit: t('bulkSubmitEffect', { count: rows.length }),
    pass: t('bulkPassEffect', { count: rows.length }),
    publish: t('bulkPublishEffect', { count: rows.length }),
    delete: t('bulkDeleteEffect', { count: rows.length }),
  }
  const act = () => {
    if (asked === undefined) return
    bulk.mutate(
      { body: { ids: rows.map((row) => row.id), act: asked } },
      {
        onSuccess: (result) => {
          setOutcome({ act: asked, ...result })
          setAsked(undefined)
        },
      },
    )
  }
  return (
    <>
      {acts
        .filter((one) => can(needs[one]))
        .map((one) => {
          const count = fitting(one, picked).length
          return (
            <button
              key={one}
              className={one === 'delete' ? 'button danger' : 'button'}
              type="button"
              disabled={count === 0}
              onClick={() => setAsked(one)}
            >
              {verbs[one]} {count > 0 && <span className="num">{count}</span>}
            </button>
          )
        })}
      {can('document.publish') && <AddToBatch picked={picked} onDone={onClear} />}
      <span className="hint">{t('bulkHint')}</span>
      <ConfirmDialog
        isOpen={asked !== undefined}
        title={asked === undefined ? '' : verbs[asked]}
        effect={
          asked !== undefined && (
            <>
              <p>{effects[asked]}</p>
              {others > 0 && <p className="hint">{t('bulkOthers', { count: others })}</p>}
            </>
          )
        }
        verb={asked === undefined ? '' : verbs[asked]}
        isDanger={asked === 'delete'}
        isBusy={bulk.isPending}
        problem={bulk.error}
        onConfirm={act}
        onCancel={() => {
          setAsked(undefined)
          bulk.reset()
        }}
      />
      {outcome && (
        <BulkOutcome
          outcome={outcome}
          onClose={() => {
            setOutcome(undefined)
            onClear()
          }}
        />
      )}
    </>
  )
}
