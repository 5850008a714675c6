import { useTranslation } from 'react-i18next'
import { verifyAudit } from '../../../../src/modules/audit/contract.ts'
import { auditLabels } from '../../../../src/modules/audit/labels.ts'
import { useCommand } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { formatSecond } from '../../components/time.ts'
import { useLabels } from '../sites/use-labels.ts'

/** Recomputes the whole hash chain and says whether anything was edited, removed or added behind its back. */
export function VerifyPanel() {
  const { t } = useTranslation('audit')
  const label = useLabels(auditLabels)
  const command = useCommand(verifyAudit, { announcesProblem: false })
  const { data } = command
  return (
    <Panel label={t('verify')} isPadded>
      <div className="between">
        <p>{t('verifyLead')}</p>
        <button
          className="button primary"
          type="button"
          disabled={command.isPending}
          onClick={() => command.mutate({ body: {} })}
        >
          <Icon name="shield" /> {command.isPending ? t('verifying') : t('verify')}
        </button>
      </div>
      {command.error && <ProblemNotice problem={command.error} />}
      {data && (
        <div className="verify-result" role="status">
          <p className={data.isIntact ? 'notice info-notice' : 'notice bad-notice'}>
            <Icon name={data.isIntact ? 'check' : 'alert'} />
            {data.isIntact
              ? t('intact', { entries: data.entries.toLocaleString('en'), at: formatSecond(data.verifiedAt) })
              : t('faulty', { count: data.faults.length, entries: data.entries.toLocaleString('en') })}
          </p>
          <p className="hint">
            {t('seal')} <code className="mono">{data.seal}</code>
          </p>
          {data.faults.length > 0 && (
            <div className="scroll" role="group" aria-label={t('faults')} tabIndex={0}>
              <table className="grid">
                <thead>
                  <tr>
                    <th scope="col">{t('faultKind')}</th>
                    <th scope="col">{t('faultAt')}</th>
                    <th scope="col">{t('faultDetail')}</th>
                  </tr>
                </thead>
                <tbody>
                  {data.faults.map((one) => (
                    <tr key={`${one.kind} ${one.chain} ${one.seq}`}>
                      <td>{label(`enum.audit-fault.${one.kind}`)}</td>
                      <td className="mono">
                        {one.chain}-{one.seq}
                        {one.untilSeq > one.seq ? ` — ${one.chain}-${one.untilSeq}` : ''}
                      </td>
                      <td className="wrap">{one.detail}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
              {data.isCapped && <p className="hint">{t('faultsCapped')}</p>}
            </div>
          )}
        </div>
      )}
    </Panel>
  )
}
