import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  getOrganisation,
  listOrganisationChildren,
  listOrganisations,
  OrganisationKind,
  registerOrganisation,
  updateOrganisation,
  type Organisation,
} from '../../../../src/modules/organisations/contract.ts'
import { Dialog } from '../../components/dialog.tsx'
import { organisationsLabels } from '../../../../src/modules/organisations/labels.ts'
import { useCommand, useOperation } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import type { Choice } from '../sites/choice-field.tsx'
import { SelectField, TextField } from '../sites/text-field.tsx'
import { useLabels } from '../sites/use-labels.ts'
import { DivisionField } from './division-field.tsx'
import { OrganisationField } from './organisation-field.tsx'
import { usccFault } from './uscc.ts'

interface OrganisationDialogProps {
  /** Undefined: a new one. */
  organisation?: Organisation
  parent: Choice | null
  onDone: (organisation: Organisation) => void
  onClose: () => void
}

const TEXTS = ['name', 'shortName', 'code', 'uscc', 'phone', 'address', 'officeHours', 'functions'] as const
const SHOWN = [...TEXTS, 'kind', 'divisionId', 'parentId', 'position'].flatMap((name) => [`/${name}`, `/body/${name}`])

/** Registers an organisation, or changes what is registered. */
export function OrganisationDialog({ organisation, parent, onDone, onClose }: OrganisationDialogProps) {
  const { t } = useTranslation('organisations')
  const { t: common } = useTranslation()
  const label = useLabels(organisationsLabels)
  const [draft, setDraft] = useState({
    name: organisation?.name ?? '',
    shortName: organisation?.shortName ?? '',
    code: organisation?.code ?? '',
    uscc: organisation?.uscc ?? '',
    phone: organisation?.phone ?? '',
    address: organisation?.address ?? '',
    officeHours: organisation?.officeHours ?? '',
    functions: organisation?.functions ?? '',
  })
  const [kind, setKind] = useState<OrganisationKind>(organisation?.kind ?? 'department')
  const [above, setAbove] = useState(parent)
  const aboveDetail = useOperation(getOrganisation, { params: { id: above?.id ?? '' } }, { enabled: above !== null })
  const [chosen, setChosen] = useState<Choice | null>(
    organisation ? { id: organisation.division.id, label: organisation.division.name } : null,
  )
  // A new body lies where the one above it does, unless said otherwise.
  const inherited =
    aboveDetail.data && above ? { id: aboveDetail.data.division.id, label: aboveDetail.data.division.name } : null
  const division = chosen ?? (organisation ? null : inherited)
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const options = {
    invalidates: [getOrganisation, listOrganisations, listOrganisationChildren],
    announcesProblem: false,
    onDone,
  }
  const register = useCommand(registerOrganisation, {
    ...options,
    success: (reply) => t('registered', { name: reply.name }),
  })
  const update = useCommand(updateOrganisation, { ...options, success: t('saved') })
  const problem = register.error ?? update.error
  const usccWords = { length: t('usccLength'), letters: t('usccLetters'), check: t('usccCheck') }
  const wrong = draft.uscc.trim() === '' ? undefined : usccFault(draft.uscc)
  const submit = () => {
    const missing = {
      ...(draft.name.trim() === '' ? { name: t('missing') } : {}),
      ...(organisation === undefined && draft.code.trim() === '' ? { code: t('missing') } : {}),
      ...(organisation === undefined && above === null ? { parent: t('missing') } : {}),
      ...(division === null ? { division: t('missing') } : {}),
    }
    setFaults(missing)
    if (Object.keys(missing).length > 0 || division === null || wrong !== undefined) return
    const { code, uscc, ...texts } = draft
    const body = {
      ...texts,
      shortName: draft.shortName.trim() === '' ? draft.name.slice(0, 100) : draft.shortName,
      uscc: uscc.trim() === '' ? null : uscc,
      kind,
      divisionId: division.id,
      position: organisation?.position ?? 0,
    }
    if (organisation)
      update.mutate({ params: { id: organisation.id }, body: { ...body, expectedVersion: organisation.version } })
    else if (above) register.mutate({ body: { ...body, code, parentId: above.id } })
  }
  const text = (
    name: (typeof TEXTS)[number],
    extra: { rows?: number; hint?: string; isRequired?: boolean; isMono?: boolean; isAutoFocused?: boolean } = {},
  ) => (
    <TextField
      label={name === 'address' ? t('addressLine') : t(name)}
      value={draft[name]}
      onChange={(value) => setDraft({ ...draft, [name]: value })}
      error={name === 'uscc' && wrong !== undefined ? usccWords[wrong] : faults[name]}
      problem={problem}
      pointer={`/${name}`}
      {...extra}
    />
  )
  return (
    <Dialog
      open
      width={720}
      title={organisation ? t('editTitle', { name: organisation.name }) : t('register')}
      okText={organisation ? common('save') : t('registerVerb')}
      cancelText={common('cancel')}
      confirmLoading={register.isPending || update.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="form">
        {problem && <ProblemNotice problem={problem} shownPointers={SHOWN} />}
        <div className="form-columns">
          {text('name', { isRequired: true, isAutoFocused: true })}
          {text('shortName')}
          {organisation === undefined && text('code', { isRequired: true, isMono: true, hint: t('codeHint') })}
          <SelectField
            label={t('kind')}
            value={kind}
            onChange={(value) => setKind(OrganisationKind.parse(value))}
            options={OrganisationKind.options.map((value) => ({
              value,
              label: label(`enum.organisation-kind.${value}`),
            }))}
          />
          {organisation === undefined && (
            <Field label={t('parent')} isRequired error={faults['parent']} problem={problem} pointer="/parentId">
              <OrganisationField value={above} onChange={setAbove} />
            </Field>
          )}
          <Field label={t('division')} isRequired error={faults['division']} problem={problem} pointer="/divisionId">
            <DivisionField value={division} onChange={setChosen} />
          </Field>
          {text('uscc', { isMono: true, hint: t('usccHint') })}
          {text('phone')}
          {text('address')}
          {text('officeHours', { hint: t('officeHoursHint') })}
        </div>
        {text('functions', { rows: 4 })}
      </div>
    </Dialog>
  )
}
