import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { getPasswordRule, setPasswordRule, type PasswordRule } from '../../../../src/modules/identity/contract.ts'
import { useCan } from '../../app/session.tsx'
import { useCommand, useOperation } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useLeaveGuard } from '../../components/use-leave-guard.ts'
import { PeopleTabs } from '../organisations/people-tabs.tsx'
import '../sites/sites.css'
import { colon } from '../../components/marks.ts'
import { TextField } from '../sites/text-field.tsx'

type InForce = z.output<typeof getPasswordRule.reply>
type Rule = z.output<typeof PasswordRule>

/** Rules for passwords and sign-in; those before stay on record. */
export function PasswordRulesPage() {
  const { t } = useTranslation('accounts')
  const { data, error, refetch } = useOperation(getPasswordRule, {})
  return (
    <>
      <PageHead title={t('peopleTitle')} hint={t('rulesLead')} />
      <PeopleTabs current="security" />
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data === undefined && !error && <PageSkeleton />}
      {data && <RuleForm key={data.validFrom} inForce={data} />}
    </>
  )
}

const FIELDS = [
  ['minLength', 8, 64],
  ['classes', 1, 4],
  ['notReused', 0, 24],
  ['maxAgeDays', 0, 3650],
  ['lockAfter', 3, 20],
  ['lockMinutes', 1, 1440],
  ['idleMinutes', 5, 1440],
  ['absoluteHours', 1, 168],
] as const
const PASSWORD = FIELDS.slice(0, 4)
const SIGN_IN = FIELDS.slice(4)

function RuleForm({ inForce }: { inForce: InForce }) {
  const { t } = useTranslation('accounts')
  const { t: common } = useTranslation()
  const can = useCan()
  const [rule, setRule] = useState<Rule>(inForce.rule)
  const [isAsking, setAsking] = useState(false)
  const command = useCommand(setPasswordRule, {
    success: t('rulesSaved'),
    invalidates: [getPasswordRule],
    announcesProblem: false,
    onDone: () => setAsking(false),
  })
  const mayChange = can('rule.manage')
  const changed = FIELDS.filter(([name]) => rule[name] !== inForce.rule[name])
  useLeaveGuard(changed.length > 0)
  const fields = (list: readonly (typeof FIELDS)[number][]) => (
    <div className="form-columns">
      {list.map(([name, min, max]) => (
        <TextField
          key={name}
          label={t(name)}
          hint={t(`${name}Hint`)}
          type="number"
          min={min}
          max={max}
          value={String(rule[name])}
          isDisabled={!mayChange}
          onChange={(value) => setRule({ ...rule, [name]: Number(value) })}
          error={rule[name] < min || rule[name] > max ? t('between', { min, max }) : undefined}
          problem={command.error}
          pointer={`/${name}`}
        />
      ))}
    </div>
  )
  const isSound = FIELDS.every(([name, min, max]) => rule[name] >= min && rule[name] <= max)
  return (
    <form
      className="stack"
      onSubmit={(event: FormEvent) => {
        event.preventDefault()
        if (isSound && changed.length > 0) setAsking(true)
      }}
    >
      <Panel title={t('passwordRules')} isPadded>
        {fields(PASSWORD)}
      </Panel>
      <Panel title={t('signInRules')} isPadded>
        {fields(SIGN_IN)}
      </Panel>
      <div className="form-acts">
        {mayChange && (
          <button className="button primary" type="submit" disabled={changed.length === 0 || !isSound}>
            {common('save')}
          </button>
        )}
        <span className="hint">
          {t('inForceSince')} <Moment at={inForce.validFrom} /> {inForce.setByName ?? t('platform')}
        </span>
      </div>
      <ConfirmDialog
        isOpen={isAsking}
        title={t('rulesAsk')}
        verb={common('save')}
        isBusy={command.isPending}
        problem={command.error}
        effect={
          <div className="stack">
            <ul>
              {changed.map(([name]) => (
                <li key={name}>
                  {t(name)}
                  {colon()}
                  {inForce.rule[name]} → {rule[name]}
                </li>
              ))}
            </ul>
            <p>{t('rulesEffect')}</p>
          </div>
        }
        onConfirm={() => command.mutate({ body: rule })}
        onCancel={() => setAsking(false)}
      />
    </form>
  )
}
