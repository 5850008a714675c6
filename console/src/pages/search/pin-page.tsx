import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  createPin,
  deletePin,
  getPin,
  listPins,
  type Pin,
  restorePin,
  updatePin,
} from '../../../../src/modules/search/contract.ts'
import { useSite } from '../../app/use-site.ts'
import { useCommand, useOperation } from '../../client.ts'
import { DateField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useLeaveGuard } from '../../components/use-leave-guard.ts'
import type { Choice } from '../sites/choice-field.tsx'
import { CheckField, TextField } from '../sites/text-field.tsx'
import '../sites/sites.css'
import { DocPicker } from './doc-picker.tsx'
import { EffectPanel } from './effect-panel.tsx'
import { OwnSiteField } from './own-site-field.tsx'
import { RuleAwaited, RuleFrame } from './rule-frame.tsx'
import { useUndo } from './use-undo.tsx'
import { listMark } from '../../components/marks.ts'
import { WordsField } from './words-field.tsx'

const BACK = '/search/pins'

export function NewPinPage() {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const word = typeof search['word'] === 'string' ? search['word'] : undefined
  // Only to learn whether the person may pin for everybody.
  const { data } = useOperation(listPins, { query: { pageSize: 1 } })
  if (!data) return <PageSkeleton />
  return <PinForm key={word} word={word} mayPinForProvince={data.mayPinForProvince} />
}

/** One pin: for which words what stands first, for whom, until when, and what that does. */
export function PinPage() {
  const { t } = useTranslation('search')
  const params: { id?: string } = useParams({ strict: false })
  const { data, error, refetch } = useOperation(getPin, { params: { id: params.id ?? '' } }, { keepsPrevious: false })
  if (data) return <PinForm key={`${data.id} ${data.version}`} pin={data} mayPinForProvince={data.siteId === null} />
  return <RuleAwaited back={{ to: BACK, label: t('pins') }} problem={error} onRetry={() => void refetch()} />
}

interface PinFormProps {
  pin?: Pin
  word?: string | undefined
  mayPinForProvince: boolean
}

interface Draft {
  words: readonly string[]
  docs: Pin['docs'] | readonly { id: string; title: string; isBroken: boolean; siteName: string | null }[]
  site: Choice | null | undefined
  endsOn: string | null
  note: string
  isOn: boolean
}

function useDraft({ pin, word, mayPinForProvince }: PinFormProps) {
  const [chosen] = useSite()
  const own = chosen ? { id: chosen.id, label: chosen.name } : null
  const stored = pin && pin.siteId !== null ? { id: pin.siteId, label: pin.siteName ?? '' } : null
  const [before] = useState<Draft>({
    words: pin?.words ?? (word === undefined ? [] : [word]),
    docs: pin?.docs ?? [],
    site: pin ? stored : mayPinForProvince ? null : undefined,
    endsOn: pin?.endsOn ?? null,
    note: pin?.note ?? '',
    isOn: pin ? pin.state !== 'off' : true,
  })
  const [draft, setDraft] = useState(before)
  useLeaveGuard(JSON.stringify(draft) !== JSON.stringify(before))
  const site = draft.site === undefined ? own : draft.site
  return { draft, site, put: (part: Partial<Draft>) => setDraft((before) => ({ ...before, ...part })) }
}

function PinForm(props: PinFormProps) {
  const { pin, mayPinForProvince } = props
  const { t } = useTranslation('search')
  const { t: common } = useTranslation()
  const navigate = useNavigate()
  const undo = useUndo()
  const { draft, site, put } = useDraft(props)
  const isReadOnly = pin !== undefined && !pin.mayChange
  // Saved or deleted there is nothing left to lose.
  const leave = () => void navigate({ to: BACK, ignoreBlocker: true })
  const options = { success: common('saved'), invalidates: [listPins, getPin], announcesProblem: false, onDone: leave }
  const create = useCommand(createPin, options)
  const update = useCommand(updatePin, options)
  const restore = useCommand(restorePin, { success: t('putBack'), invalidates: [listPins] })
  const remove = useCommand(deletePin, {
    invalidates: [listPins],
    onDone: (_, { params }) => {
      undo(t('deleted'), () => restore.mutate({ params }))
      leave()
    },
  })
  const problem = create.error ?? update.error
  const [isMissing, setMissing] = useState(false)
  const isWithoutSite = site === null && !mayPinForProvince
  const save = () => {
    setMissing(true)
    if (draft.docs.length === 0 || isWithoutSite) return
    const { endsOn, note, isOn } = draft
    const body = {
      words: [...draft.words],
      docs: draft.docs.map(({ id, title }) => ({ id, title })),
      siteId: site?.id ?? null,
      endsOn,
      note,
      isOn,
    }
    if (pin) update.mutate({ params: { id: pin.id }, body: { ...body, expectedVersion: pin.version } })
    else create.mutate({ body })
  }
  return (
    <RuleFrame
      title={pin ? pin.words.slice(0, 3).join(listMark()) : t('newPin')}
      back={{ to: BACK, label: t('pins') }}
      stored={pin}
      isReadOnly={isReadOnly}
      isSaving={create.isPending || update.isPending}
      onSave={save}
      onDelete={() => pin && remove.mutate({ params: { id: pin.id }, body: { expectedVersion: pin.version } })}
      name={t('pin')}
      problem={problem}
      fields={
        <>
          <WordsField
            label={t('wordsAsked')}
            hint={t('pinHint')}
            placeholder={t('wordsPlaceholder')}
            value={draft.words}
            onChange={(words) => put({ words })}
            isDisabled={isReadOnly}
            problem={problem}
          />
          <DocPicker docs={draft.docs} onChange={(docs) => put({ docs })} isDisabled={isReadOnly} problem={problem} />
          {isMissing && draft.docs.length === 0 && <p className="field-error">{t('docsMissing')}</p>}
          <Field
            label={t('scope')}
            isRequired={!mayPinForProvince}
            hint={mayPinForProvince ? t('scopeHint') : t('scopeOwn')}
            error={isMissing && isWithoutSite ? t('siteMissing') : undefined}
            problem={problem}
            pointer="/siteId"
          >
            <OwnSiteField
              value={site}
              onChange={(one) => put({ site: one })}
              placeholder={mayPinForProvince ? t('province') : t('chooseSite')}
              isDisabled={isReadOnly}
            />
          </Field>
          <Field label={t('endsOn')} isOptional hint={t('endsHint')} problem={problem} pointer="/endsOn">
            <DateField value={draft.endsOn} onChange={(endsOn) => put({ endsOn })} isDisabled={isReadOnly} />
          </Field>
          <TextField
            label={t('note')}
            isOptional
            rows={2}
            value={draft.note}
            onChange={(note) => put({ note })}
            isDisabled={isReadOnly}
            problem={problem}
            pointer="/note"
          />
          <CheckField
            label={t('counts')}
            isOn={draft.isOn}
            onChange={(isOn) => put({ isOn })}
            isDisabled={isReadOnly}
          />
        </>
      }
      effect={
        <EffectPanel
          change={{
            kind: 'pin',
            id: pin?.id ?? null,
            words: [...draft.words],
            docIds: draft.docs.map(({ id }) => id),
            siteId: site?.id ?? null,
            isOn: draft.isOn,
          }}
          words={draft.words}
          site={site}
        />
      }
    />
  )
}
