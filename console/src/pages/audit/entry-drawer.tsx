import { useTranslation } from 'react-i18next'
import { getAuditEntry } from '../../../../src/modules/audit/contract.ts'
import { useOperation } from '../../client.ts'
import { KeyValue } from '../../components/key-value.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SideDrawer } from '../../components/side-drawer.tsx'
import { formatSecond } from '../../components/time.ts'
import { changedFields } from './changed-fields.ts'
import { useRecordWords } from './use-record-words.ts'
import { useActorName } from './use-actor-name.ts'
import { useTargetName } from './use-target-name.ts'

interface EntryDrawerProps {
  id: string
  actionName: (action: string) => string
  onClose: () => void
  /** Shows everything that happened to the same thing. */
  onSame: (targetId: string) => void
}

/** One entry of the ledger with what it changed. */
export function EntryDrawer({ id, actionName, onClose, onSame }: EntryDrawerProps) {
  const { t } = useTranslation('audit')
  const targetName = useTargetName()
  const actorName = useActorName()
  const { data, error, refetch } = useOperation(getAuditEntry, { params: { id } }, { keepsPrevious: false })
  const { fieldName, valueName } = useRecordWords(data?.targetKind ?? '')
  const fields = data ? changedFields(data.before, data.after) : []
  return (
    <SideDrawer open size={640} title={data ? actionName(data.action) : t('entry')} onClose={onClose} destroyOnHidden>
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <PageSkeleton />}
      {data && (
        <div className="stack">
          <KeyValue
            pairs={[
              [t('at'), <time dateTime={data.at}>{formatSecond(data.at)}</time>],
              [t('actor'), data.actorName === '' ? t(data.actorKind) : actorName(data.actorName)],
              [t('target'), targetName(data)],
              [t('targetId'), <span className="mono">{`${data.targetKind} ${data.targetId}`}</span>],
              [t('organisation'), data.organisationName],
              [t('address'), data.address],
              [t('number'), <span className="mono">{data.id}</span>],
              [t('digest'), <span className="mono">{data.digest}</span>],
            ]}
          />
          {fields.length === 0 ? (
            <p className="hint">{t('noChanges')}</p>
          ) : (
            <table className="change-table">
              <caption className="unseen">{t('changes')}</caption>
              <thead>
                <tr>
                  <th scope="col">{t('field')}</th>
                  <th scope="col">{t('before')}</th>
                  <th scope="col">{t('after')}</th>
                </tr>
              </thead>
              <tbody>
                {fields.map((one) => {
                  const isChanged = one.before !== one.after
                  return (
                    <tr key={one.name}>
                      <th scope="row" title={one.name}>
                        {one.name === '' ? t('value') : fieldName(one.name)}
                      </th>
                      <td className={isChanged && one.before !== undefined ? 'was' : ''}>
                        {valueName(one.name, one.before)}
                      </td>
                      <td className={isChanged && one.after !== undefined ? 'is' : ''}>
                        {valueName(one.name, one.after)}
                      </td>
                    </tr>
                  )
                })}
              </tbody>
            </table>
          )}
          <p>
            <button className="button" type="button" onClick={() => onSame(data.targetId)}>
              {t('sameTarget')}
            </button>
          </p>
        </div>
      )}
    </SideDrawer>
  )
}
