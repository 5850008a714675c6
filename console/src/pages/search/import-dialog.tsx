import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { importSynonyms, listSynonyms } from '../../../../src/modules/search/contract.ts'
import { useCommand } from '../../client.ts'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { UploadField } from '../../components/upload-field.tsx'
import { readTableFile } from './read-table-file.ts'

const MOST_BYTES = 2_000_000

/** A table is tried first: what it would do, and every row that is not taken with its line. Then it is read in. */
export function ImportDialog({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation('search')
  const { t: common } = useTranslation()
  const [text, setText] = useState<string>()
  const trial = useCommand(importSynonyms, { announcesProblem: false })
  const command = useCommand(importSynonyms, {
    success: ({ added, changed }) => t('imported', { added, changed }),
    invalidates: [listSynonyms],
    announcesProblem: false,
    onDone: onClose,
  })
  const plan = trial.data
  const hasWork = plan !== undefined && plan.added + plan.changed > 0
  const problem = trial.error ?? command.error
  return (
    <Dialog
      open
      title={t('importTable')}
      okText={t('importNow')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: !hasWork }}
      confirmLoading={command.isPending}
      onOk={() => text !== undefined && command.mutate({ body: { text } })}
      onCancel={onClose}
    >
      <div className="form">
        <p className="hint">{t('importHint')}</p>
        <UploadField
          accept=".csv,.txt,text/csv,text/plain"
          maxBytes={MOST_BYTES}
          upload={async (file) => readTableFile(file)}
          onDone={(read) => {
            setText(read)
            trial.mutate({ body: { text: read, isTrial: true } })
          }}
        />
        {problem && <ProblemNotice problem={problem} />}
        {plan && (
          <div role="status" className="form">
            <p>
              {t('importPlan', {
                added: plan.added,
                changed: plan.changed,
                unchanged: plan.unchanged,
                rejected: plan.rejected.length,
              })}
            </p>
            {plan.rejected.length > 0 && (
              <div className="scroll rejected" role="region" tabIndex={0} aria-label={t('rejected')}>
                <table className="grid">
                  <thead>
                    <tr>
                      <th scope="col" className="figure">
                        {t('line')}
                      </th>
                      <th scope="col">{t('reason')}</th>
                    </tr>
                  </thead>
                  <tbody>
                    {plan.rejected.map((row) => (
                      <tr key={row.line}>
                        <td className="figure">{row.line}</td>
                        <td className="wrap">{row.reason}</td>
                      </tr>
                    ))}
                  </tbody>
                </table>
              </div>
            )}
          </div>
        )}
      </div>
    </Dialog>
  )
}
