import { useEffect, useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import {
  getBlueprint,
  getSite,
  listBlueprints,
  listSiteChildren,
  listSites,
  registerSite,
  SiteKind,
  SiteLevel,
} from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useSession } from '../../app/session.tsx'
import { useAddress } from '../../app/use-address.ts'
import { useLeaveGuard } from '../../components/use-leave-guard.ts'
import { useCommand, useOperation } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { OrganisationField } from '../organisations/organisation-field.tsx'
import type { Choice } from './choice-field.tsx'
import { NewSitePreview } from './new-site-preview.tsx'
import { SiteField } from './site-field.tsx'
import { SelectField, TextField } from './text-field.tsx'
import { useLabels } from './use-labels.ts'

const SHOWN = [
  'blueprint',
  'name',
  'shortName',
  'code',
  'level',
  'kind',
  'parentId',
  'ownerId',
  'operatorId',
  'host',
  'slug',
  'siteIdCode',
].flatMap((name) => [`/${name}`, `/body/${name}`])

type Level = z.output<typeof SiteLevel>
type Kind = z.output<typeof SiteKind>

interface NewSiteFormProps {
  onMade: (made: z.output<typeof registerSite.reply>) => void
}

export function NewSiteForm({ onMade }: NewSiteFormProps) {
  const { t } = useTranslation('sites')
  const label = useLabels(sitesLabels)
  const { account } = useSession()
  const [{ parent: askedParent }] = useAddress({ parent: '' })
  const own: Choice = { id: account.organisationId, label: account.organisationName }
  const [draft, setDraft] = useState({
    blueprint: '',
    name: '',
    shortName: '',
    code: '',
    host: '',
    slug: '',
    siteIdCode: '',
  })
  const [level, setLevel] = useState<Level>('county')
  const [kind, setKind] = useState<Kind>('portal')
  const [parent, setParent] = useState<Choice | null>(null)
  const [owner, setOwner] = useState<Choice | null>(own)
  const [operator, setOperator] = useState<Choice | null>(own)
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const blueprints = useOperation(listBlueprints, {})
  const blueprint = useOperation(
    getBlueprint,
    { params: { code: draft.blueprint } },
    { enabled: draft.blueprint !== '' },
  )
  const above = useOperation(getSite, { params: { id: askedParent } }, { enabled: askedParent !== '' })
  const parentSite = useOperation(getSite, { params: { id: parent?.id ?? '' } }, { enabled: parent !== null })
  const command = useCommand(registerSite, {
    success: (reply) => t('madeShort', { site: reply.site.name, count: reply.channelsCreated }),
    invalidates: [listSites, listSiteChildren],
    announcesProblem: false,
    onDone: onMade,
  })
  const { blueprint: _, ...written } = draft
  useLeaveGuard(Object.values(written).some((text) => text.trim() !== ''))
  useEffect(() => {
    if (above.data) setParent({ id: above.data.id, label: above.data.name })
  }, [above.data])

  const set = (change: Partial<typeof draft>) => setDraft((before) => ({ ...before, ...change }))
  const chooseBlueprint = (code: string) => {
    set({ blueprint: code })
    const suits = blueprints.data?.find((one) => one.code === code)?.level
    if (!suits) return
    setLevel(suits)
    setKind(suits === 'town' || suits === 'village' ? 'subportal' : kind === 'subportal' ? 'portal' : kind)
  }
  const isSubportal = kind === 'subportal'
  const text = (
    name: keyof typeof draft,
    extra: {
      hint?: string
      isRequired?: boolean
      isMono?: boolean
      isAutoFocused?: boolean
      isOptional?: boolean
    } = {},
  ) => (
    <TextField
      label={t(name === 'blueprint' ? 'blueprintField' : name)}
      value={draft[name]}
      onChange={(value) => set({ [name]: value })}
      error={faults[name]}
      problem={command.error}
      pointer={`/${name}`}
      {...extra}
    />
  )
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const missing = {
      ...(draft.name.trim() === '' ? { name: t('missing') } : {}),
      ...(draft.code.trim() === '' ? { code: t('missing') } : {}),
      ...(owner === null ? { owner: t('missing') } : {}),
      ...(operator === null ? { operator: t('missing') } : {}),
      ...(isSubportal && draft.slug.trim() === '' ? { slug: t('missing') } : {}),
    }
    setFaults(missing)
    if (Object.keys(missing).length > 0 || owner === null || operator === null) return
    command.mutate({
      body: {
        blueprint: draft.blueprint === '' ? null : draft.blueprint,
        name: draft.name,
        shortName: draft.shortName.trim() === '' ? draft.name.slice(0, 50) : draft.shortName,
        code: draft.code,
        level,
        kind,
        parentId: parent?.id ?? null,
        ownerId: owner.id,
        operatorId: operator.id,
        host: isSubportal || draft.host.trim() === '' ? null : draft.host,
        slug: isSubportal ? draft.slug : null,
        siteIdCode: draft.siteIdCode.trim() === '' ? null : draft.siteIdCode,
      },
    })
  }
  const address = isSubportal
    ? `${parentSite.data?.host ?? '…'}${parentSite.data?.basePath ?? ''}/${draft.slug === '' ? '…' : draft.slug}/`
    : draft.host
  return (
    <form className="aside-two" noValidate onSubmit={submit}>
      <Panel label={t('newSite')} isPadded>
        <div className="form">
          {command.error && <ProblemNotice problem={command.error} shownPointers={SHOWN} />}
          <SelectField
            label={t('blueprintField')}
            none={t('noBlueprint')}
            value={draft.blueprint}
            onChange={chooseBlueprint}
            options={(blueprints.data ?? []).map((one) => ({
              value: one.code,
              label: t('blueprintOption', { name: one.name, count: one.channelCount }),
            }))}
            problem={command.error}
            pointer="/blueprint"
            hint={blueprints.data?.find((one) => one.code === draft.blueprint)?.description ?? t('blueprintHint')}
          />
          <div className="form-columns">
            {text('name', { isRequired: true, isAutoFocused: true })}
            {text('shortName', { hint: t('shortNameHint'), isOptional: true })}
            {text('code', { isRequired: true, hint: t('codeHint'), isMono: true })}
            {text('siteIdCode', { isOptional: true, hint: t('siteIdCodeHint'), isMono: true })}
            <SelectField
              label={t('level')}
              value={level}
              onChange={(value) => setLevel(SiteLevel.parse(value))}
              options={SiteLevel.options.map((value) => ({ value, label: label(`enum.siteLevel.${value}`) }))}
              problem={command.error}
              pointer="/level"
            />
            <SelectField
              label={t('kind')}
              value={kind}
              onChange={(value) => setKind(SiteKind.parse(value))}
              options={SiteKind.options.map((value) => ({ value, label: label(`enum.siteKind.${value}`) }))}
              problem={command.error}
              pointer="/kind"
            />
            <Field label={t('parent')} problem={command.error} pointer="/parentId" hint={t('parentHint')}>
              <SiteField value={parent} onChange={setParent} />
            </Field>
            {isSubportal
              ? text('slug', { isRequired: true, hint: t('slugHint'), isMono: true })
              : text('host', { hint: t('hostHint'), isMono: true, isOptional: true })}
            <Field label={t('owner')} isRequired error={faults['owner']} problem={command.error} pointer="/ownerId">
              <OrganisationField value={owner} onChange={setOwner} />
            </Field>
            <Field
              label={t('operator')}
              isRequired
              error={faults['operator']}
              problem={command.error}
              pointer="/operatorId"
            >
              <OrganisationField value={operator} onChange={setOperator} />
            </Field>
          </div>
          <div className="form-acts">
            <button className="button primary" type="submit" disabled={command.isPending}>
              {command.isPending ? t('making') : t('make')}
            </button>
            <span className="hint">
              {blueprint.data && draft.blueprint !== ''
                ? t('willMake', { count: blueprint.data.channels.length })
                : t('willMakeEmpty')}
            </span>
          </div>
        </div>
      </Panel>
      <NewSitePreview
        name={draft.name}
        address={address}
        parentName={parent?.label}
        blueprint={draft.blueprint === '' ? undefined : blueprint.data}
      />
    </form>
  )
}
