import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { getSite, listSiteChildren, listSites, updateSite } from '../../../../src/modules/sites/contract.ts'
import { useCommand } from '../../client.ts'
import { DateField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { useLeaveGuard } from '../../components/use-leave-guard.ts'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import type { SiteDetail } from './site-frame.tsx'
import { TextField } from './text-field.tsx'

const TEXTS = [
  'name',
  'shortName',
  'siteIdCode',
  'icpNumber',
  'policeNumber',
  'markUrl',
  'contactName',
  'contactPhone',
  'contactAddress',
  'ownerDuties',
  'operatorDuties',
] as const
type TextName = (typeof TEXTS)[number]
const SHOWN = [...TEXTS, 'ownerId', 'operatorId', 'openedOn', 'slug'].flatMap((name) => [`/${name}`, `/body/${name}`])

function draftOf(site: SiteDetail) {
  return {
    name: site.name,
    shortName: site.shortName,
    siteIdCode: site.siteIdCode ?? '',
    icpNumber: site.icpNumber,
    policeNumber: site.policeNumber,
    markUrl: site.markUrl,
    contactName: site.contactName,
    contactPhone: site.contactPhone,
    contactAddress: site.contactAddress,
    ownerDuties: site.ownerDuties,
    operatorDuties: site.operatorDuties,
    openedOn: site.openedOn,
    owner: { id: site.owner.id, label: site.owner.name },
    operator: { id: site.operator.id, label: site.operator.name },
  }
}

/** The register fields of a site (页面设计规范, 网站标识); only what was changed is sent. */
export function RegisterForm({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { t: common } = useTranslation()
  const [draft, setDraft] = useState(() => draftOf(site))
  const command = useCommand(updateSite, {
    success: t('registerSaved'),
    invalidates: [getSite, listSites, listSiteChildren],
    announcesProblem: false,
  })
  const before = draftOf(site)
  const changed = {
    ...Object.fromEntries(
      TEXTS.filter((name) => draft[name] !== before[name]).map((name) => [
        name,
        name === 'siteIdCode' && draft[name].trim() === '' ? null : draft[name],
      ]),
    ),
    ...(draft.openedOn === before.openedOn ? {} : { openedOn: draft.openedOn }),
    ...(draft.owner.id === before.owner.id ? {} : { ownerId: draft.owner.id }),
    ...(draft.operator.id === before.operator.id ? {} : { operatorId: draft.operator.id }),
  }
  const count = Object.keys(changed).length
  useLeaveGuard(count > 0)
  const submit = (event: FormEvent) => {
    event.preventDefault()
    if (count > 0) command.mutate({ params: { id: site.id }, body: { expectedVersion: site.version, ...changed } })
  }
  const text = (
    name: TextName,
    extra: { hint?: string; rows?: number; isRequired?: boolean; isMono?: boolean } = {},
  ) => (
    <TextField
      label={t(name)}
      value={draft[name]}
      onChange={(value) => setDraft({ ...draft, [name]: value })}
      problem={command.error}
      pointer={`/${name}`}
      {...extra}
    />
  )
  return (
    <form className="stack" onSubmit={submit} aria-label={t('tabRegister')}>
      {command.error && <ProblemNotice problem={command.error} shownPointers={SHOWN} />}
      <Panel title={t('identity')} isPadded>
        <div className="form-columns">
          {text('name', { isRequired: true })}
          {text('shortName', { isRequired: true, hint: t('shortNameHint') })}
          {text('siteIdCode', { hint: t('siteIdCodeHint'), isMono: true })}
          <Field label={t('openedOn')} problem={command.error} pointer="/openedOn">
            <DateField value={draft.openedOn} onChange={(openedOn) => setDraft({ ...draft, openedOn })} />
          </Field>
          {text('icpNumber', { hint: t('icpHint') })}
          {text('policeNumber', { hint: t('policeHint') })}
          {text('markUrl', { hint: t('markHint') })}
        </div>
      </Panel>
      <Panel title={t('responsible')} isPadded>
        <div className="form-columns">
          <Field label={t('owner')} isRequired problem={command.error} pointer="/ownerId" hint={t('ownerHint')}>
            <OrganisationField
              value={draft.owner}
              onChange={(owner) => owner && setDraft({ ...draft, owner: { id: owner.id, label: owner.label } })}
            />
          </Field>
          <Field
            label={t('operator')}
            isRequired
            problem={command.error}
            pointer="/operatorId"
            hint={t('operatorHint')}
          >
            <OrganisationField
              value={draft.operator}
              onChange={(operator) =>
                operator && setDraft({ ...draft, operator: { id: operator.id, label: operator.label } })
              }
            />
          </Field>
          {text('ownerDuties', { rows: 3 })}
          {text('operatorDuties', { rows: 3 })}
        </div>
      </Panel>
      <Panel title={t('contact')} isPadded>
        <div className="form-columns">
          {text('contactName')}
          {text('contactPhone', { hint: t('contactPhoneHint') })}
          {text('contactAddress')}
        </div>
      </Panel>
      <div className="form-acts">
        <button className="button primary" type="submit" disabled={count === 0 || command.isPending}>
          {common('save')}
        </button>
        {count > 0 && (
          <>
            <button className="button" type="button" onClick={() => setDraft(before)}>
              {t('discard')}
            </button>
            <span className="hint" role="status">
              {t('changedFields', { count })}
            </span>
          </>
        )}
      </div>
    </form>
  )
}
