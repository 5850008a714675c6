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
  return <SynonymForm key={word} word={word} />
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
  const [words, setWords] = useState<readonly string[]>(group?.words ?? (word === undefined ? [] : [word]))
  const [note, setNote] = useState(group?.note ?? '')
  const [isOn, setOn] = useState(group?.isOn ?? true)
  const leave = () => void navigate({ to: BACK })
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
