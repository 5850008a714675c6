import { Button } from 'antd'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { getInbox, getReach, listDocuments, publishDocument } from '../../../../src/modules/content/contract.ts'
import { useCommand, useOperation } from '../../client.ts'
import { DateTimeField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { formatMoment } from '../../components/time.ts'
import { useWhen } from '../../components/use-when.ts'
import { WhenField } from '../../components/when-field.tsx'
import { AddressList } from './address-list.tsx'
import { ReachList } from './reach-list.tsx'
import { ReceiptNote } from './receipt-panel.tsx'
import type { FullDocument } from './types.ts'

interface PublishDialogProps {
  document: FullDocument
  onDone: (document: FullDocument) => void
  onClose: () => void
}

/** Says where it will appear before, and where it stands after. */
export function PublishDialog({ document: doc, onDone, onClose }: PublishDialogProps) {
  const { t } = useTranslation('content')
  const { t: common } = useTranslation()
  const when = useWhen(doc.edition.visibleFrom)
  const [until, setUntil] = useState(doc.edition.visibleUntil)
  const [isTried, setTried] = useState(false)
  const [result, setResult] = useState<FullDocument>()
  const reach = useOperation(getReach, { params: { id: doc.id } })
  const publish = useCommand(publishDocument, {
    announcesProblem: false,
    invalidates: [listDocuments, getInbox],
    // Told as soon as it is done: the lists that are read again may take their time, or fail.
    onDone: (reply) => {
      setResult(reply)
      onDone(reply)
    },
  })
  const musts = doc.checks.filter((check) => check.level === 'must')

  if (result) {
    const at = result.visibleFrom
    const isWaiting = at !== null && Date.parse(at) > Date.now()
    return (
      <Dialog
        open
        title={isWaiting ? t('publishedLater', { at: formatMoment(at) }) : t('published')}
        onCancel={onClose}
        footer={
          <Button type="primary" onClick={onClose}>
            {common('close')}
          </Button>
        }
      >
        <p role="status">{isWaiting ? t('publishedLaterLead') : t('publishedLead')}</p>
        {result.addresses.length > 0 && <AddressList addresses={result.addresses} />}
        <ReceiptNote document={result} />
      </Dialog>
    )
  }
  const act = () => {
    setTried(true)
    if (when.fault) return
    publish.mutate({
      params: { id: doc.id },
      body: { expectedVersion: doc.version, visibleFrom: when.at, visibleUntil: until },
    })
  }
  return (
    <Dialog
      open
      title={t('publish')}
      okText={when.isLater ? t('publishLaterVerb') : t('publishVerb')}
      cancelText={common('cancel')}
      confirmLoading={publish.isPending}
      okButtonProps={{ disabled: musts.length > 0 }}
      onOk={act}
      onCancel={onClose}
    >
      <div className="form">
        {publish.error && (
          <ProblemNotice problem={publish.error} shownPointers={['/body/visibleFrom', '/body/visibleUntil']} />
        )}
        {musts.length > 0 && (
          <div className="notice bad-notice" role="alert">
            <div>
              <p>
                <b>{t('notReadyTitle')}</b>
              </p>
              <ul>
                {musts.map((check) => (
                  <li key={`${check.code} ${check.pointer} ${check.text}`}>{check.text}</li>
                ))}
              </ul>
            </div>
          </div>
        )}
        {reach.data && (
          <div>
            <p className="hint">{t('publishReach')}</p>
            <ReachList reach={reach.data} />
          </div>
        )}
        {doc.stages === 0 && <p className="hint">{t('publishUnreviewed')}</p>}
        <WhenField
          label={t('visibleFrom')}
          when={when}
          isTried={isTried}
          problem={publish.error}
          pointer="/visibleFrom"
        />
        <Field label={t('visibleUntil')} isOptional problem={publish.error} pointer="/visibleUntil">
          <DateTimeField value={until} placeholder={t('forGood')} onChange={setUntil} />
        </Field>
      </div>
    </Dialog>
  )
}
