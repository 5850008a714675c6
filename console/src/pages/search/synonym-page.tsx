import { useNavigate, useParams, useSearch } from '@tanstack/react-router'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  createSynonym,
  deleteSynonym,
  getSynonym,
  listSynonyms,
  restoreSynonym,
  type SynonymGroup,
  updateSynonym,
} from '../../../../src/modules/search/contract.ts'
import { useCommand, useOperation } from '../../client.ts'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { useLeaveGuard } from '../../components/use-leave-guard.ts'
import { ForbiddenPage } from '../forbidden-page.tsx'
import { CheckField, TextField } from '../sites/text-field.tsx'
import '../sites/sites.css'
import { EffectPanel } from './effect-panel.tsx'
import { RuleAwaited, RuleFrame } from './rule-frame.tsx'
import { useUndo } from './use-undo.tsx'
import { WordsField } from './words-field.tsx'

const BACK = '/search/synonyms'

export function NewSynonymPage() {
  const search: Record<string, unknown> = useSearch({ strict: false })
  const word = typeof search['word'] === 'string' ? search['word'] : undefined
  // Only to learn whether the person may make any.
  const { data } = useOperation(listSynonyms, { query: { pageSize: 1 } })
  if (!data) return <PageSkeleton />
  return data.mayChange ? <SynonymForm key={word} word={word} /> : <ForbiddenPage />
}

/** One group: its words, whether it counts, and what that does to results. */
export function SynonymPage() {
  const { t } = useTranslation('search')
  const params: { id?: string } = useParams({ strict: false })
  const id = params.id ?? ''
  const { data, error, refetch } = useOperation(getSynonym, { params: { id } }, { keepsPrevious: false })
  if (data) return <SynonymForm key={`${data.id} ${data.version}`} group={data} isReadOnly={!data.mayChange} />
  return <RuleAwaited back={{ to: BACK, label: t('synonyms') }} problem={error} onRetry={() => void refetch()} />
}

interface SynonymFormProps {
  group?: SynonymGroup
  word?: string | undefined
  isReadOnly?: boolean
}

function SynonymForm({ group, word, isReadOnly = false }: SynonymFormProps) {
  const { t } = useTranslation('search')
  const { t: common } = useTranslation()
  const navigate = useNavigate()
  const undo = useUndo()
  const [before] = useState({
    words: group?.words ?? (word === undefined ? [] : [word]),
    note: group?.note ?? '',
    isOn: group?.isOn ?? true,
  })
  const [words, setWords] = useState<readonly string[]>(before.words)
  const [note, setNote] = useState(before.note)
  const [isOn, setOn] = useState(before.isOn)
  useLeaveGuard(JSON.stringify({ words, note, isOn }) !== JSON.stringify(before))
  // Saved or deleted there is nothing left to lose.
  const leave = () => void navigate({ to: BACK, ignoreBlocker: true })
  const options = {
    success: common('saved'),
    invalidates: [listSynonyms, getSynonym],
    announcesProblem: false,
    onDone: leave,
  }
  const create = useCommand(createSynonym, options)
  const update = useCommand(updateSynonym, options)
  const restore = useCommand(restoreSynonym, { success: t('putBack'), invalidates: [listSynonyms] })
  const remove = useCommand(deleteSynonym, {
    invalidates: [listSynonyms],
    onDone: (_, { params }) => {
      undo(t('deleted'), () => restore.mutate({ params }))
      leave()
    },
  })
  const problem = create.error ?? update.error
  const save = () => {
    const body = { words: [...words], note, isOn }
    if (group) update.mutate({ params: { id: group.id }, body: { ...body, expectedVersion: group.version } })
    else create.mutate({ body })
  }
  return (
    <RuleFrame
      title={group ? group.words.slice(0, 2).join(' = ') : t('newSynonym')}
      back={{ to: BACK, label: t('synonyms') }}
      stored={group}
      isReadOnly={isReadOnly}
      isSaving={create.isPending || update.isPending}
      onSave={save}
      onDelete={() => group && remove.mutate({ params: { id: group.id }, body: { expectedVersion: group.version } })}
      name={t('synonym')}
      problem={problem}
      fields={
        <>
          <WordsField
            label={t('wordsOf')}
            hint={t('synonymHint')}
            placeholder={t('wordsPlaceholder')}
            value={words}
            onChange={setWords}
            isDisabled={isReadOnly}
            problem={problem}
          />
          <TextField
            label={t('note')}
            isOptional
            rows={2}
            value={note}
            onChange={setNote}
            isDisabled={isReadOnly}
            problem={problem}
            pointer="/note"
          />
          <CheckField label={t('counts')} isOn={isOn} onChange={setOn} isDisabled={isReadOnly} />
        </>
      }
      effect={
        <EffectPanel
          change={{ kind: 'synonym', id: group?.id ?? null, words: [...words], isOn }}
          words={words}
          site={null}
        />
      }
    />
  )
}
