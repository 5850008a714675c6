import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  getAccount,
  getRights,
  giveGrant,
  listAccounts,
  listRoles,
  previewGrant,
  Role,
  type Account,
  type Tree,
} from '../../../../src/modules/identity/contract.ts'
import { Dialog } from '../../components/dialog.tsx'
import { identityLabels } from '../../../../src/modules/identity/labels.ts'
import { useCommand, useOperation } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import type { Choice } from '../sites/choice-field.tsx'
import { SiteField } from '../sites/site-field.tsx'
import { SelectField } from '../sites/text-field.tsx'
import { useLabels } from '../sites/use-labels.ts'
import './accounts.css'

/** Gives a role; what the account would gain is shown before it is given. */
export function GrantDialog({ account, onClose }: { account: Account; onClose: () => void }) {
  const { t } = useTranslation('accounts')
  const { t: common } = useTranslation()
  const label = useLabels(identityLabels)
  const roles = useOperation(listRoles, {}, { staleFor: 600_000 })
  const [role, setRole] = useState<Role>('editor')
  const [wantedTree, setTree] = useState<Tree>('site')
  const [stage, setStage] = useState('1')
  const [scope, setScope] = useState<Choice | null>(null)
  const entry = roles.data?.items.find((one) => one.role === role)
  const trees = entry?.trees ?? ['organisation', 'site']
  const tree: Tree = trees.includes(wantedTree) ? wantedTree : 'organisation'
  const hasStage = entry?.hasStage ?? role === 'reviewer'
  const wanted = { role, tree, scopeId: scope?.id ?? '' }
  const preview = useOperation(
    previewGrant,
    { params: { id: account.id }, query: { ...wanted, ...(hasStage ? { stage } : {}) } },
    { enabled: scope !== null, keepsPrevious: false },
  )
  const command = useCommand(giveGrant, {
    success: t('given'),
    invalidates: [getAccount, getRights, listAccounts],
    announcesProblem: false,
    onDone: onClose,
  })
  const refusal = scope === null ? null : (preview.data?.refusal ?? null)
  return (
    <Dialog
      open
      width={640}
      title={t('giveTitle', { name: account.name })}
      okText={t('give')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: scope === null || preview.data === undefined || refusal !== null }}
      confirmLoading={command.isPending}
      onOk={() =>
        command.mutate({ params: { id: account.id }, body: { ...wanted, stage: hasStage ? Number(stage) : null } })
      }
      onCancel={onClose}
    >
      <div className="form">
        {command.error && <ProblemNotice problem={command.error} />}
        <SelectField
          label={t('role')}
          value={role}
          onChange={(value) => {
            setRole(Role.parse(value))
            setScope(null)
          }}
          options={Role.options.map((value) => ({ value, label: label(`role.${value}`) }))}
          hint={entry?.description ?? label(`role.${role}.description`)}
        />
        <div className="form-columns">
          {hasStage && (
            <SelectField
              label={t('stage')}
              value={stage}
              onChange={setStage}
              options={[
                { value: '1', label: t('stage1') },
                { value: '2', label: t('stage2') },
                { value: '3', label: t('stage3') },
              ]}
            />
          )}
          {trees.length > 1 && (
            <SelectField
              label={t('scopeKind')}
              value={tree}
              onChange={(value) => {
                setTree(value === 'organisation' ? 'organisation' : 'site')
                setScope(null)
              }}
              options={trees.map((value) => ({ value, label: value === 'site' ? t('bySite') : t('byOrganisation') }))}
            />
          )}
        </div>
        <Field label={tree === 'site' ? t('scopeSite') : t('scopeOrganisation')} isRequired hint={t('scopeHint')}>
          {tree === 'site' ? (
            <SiteField value={scope} onChange={setScope} />
          ) : (
            <OrganisationField value={scope} onChange={setScope} />
          )}
        </Field>
        <section aria-live="polite" className="grant-preview">
          {scope === null && <p className="hint">{t('previewChoose')}</p>}
          {scope !== null && preview.error && <ProblemNotice problem={preview.error} />}
          {scope !== null && preview.isFetching && preview.data === undefined && (
            <p className="hint">{t('previewReading')}</p>
          )}
          {refusal !== null && (
            <p className="notice bad-notice">
              <Icon name="alert" /> {refusal.title}
            </p>
          )}
          {scope !== null && preview.data && refusal === null && (
            <>
              <p>
                {preview.data.organisationCount === null
                  ? t('gainsSite', { name: account.name, scope: preview.data.scopeName })
                  : t('gainsOrganisation', {
                      name: account.name,
                      scope: preview.data.scopeName,
                      count: preview.data.organisationCount,
                    })}
              </p>
              <ul className="checks">
                {preview.data.permissions.map((one) => (
                  <li key={one.permission}>
                    <Icon name={one.isNew ? 'plus' : 'check'} className={one.isNew ? 'yes' : ''} />
                    <span>
                      {one.name} <span className="hint">{one.isNew ? t('isNew') : t('hasAlready')}</span>
                    </span>
                  </li>
                ))}
              </ul>
            </>
          )}
        </section>
      </div>
    </Dialog>
  )
}
