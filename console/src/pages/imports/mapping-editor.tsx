import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import {
  deleteMapping,
  FileFacts,
  listMappings,
  Reading,
  saveMapping,
  Target,
  type FieldRule,
  type Mapping,
} from '../../../../src/modules/migration/contract.ts'
import { useCommand, useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { listMark, pair } from '../../components/marks.ts'
import { useTargets } from './use-targets.ts'

interface MappingEditorProps {
  siteId: string
  itemKind: string
  columns: readonly string[]
  facts: z.output<typeof FileFacts>
  mapping: Mapping
  onChange: (mapping: Mapping) => void
}

/** Which field of the file becomes which field of a document, and how. */
export function MappingEditor({ siteId, itemKind, columns, facts, mapping, onChange }: MappingEditorProps) {
  const { t } = useTranslation('imports')
  const { t: common } = useTranslation()
  const [name, setName] = useState('')
  const [chosen, setChosen] = useState('')
  const { all: targets } = useTargets(itemKind)
  const saved = useOperation(listMappings, { params: { siteId } })
  const save = useCommand(saveMapping, { success: t('mappingSaved'), invalidates: [listMappings] })
  const remove = useCommand(deleteMapping, {
    success: t('mappingDeleted'),
    invalidates: [listMappings],
    onDone: () => setChosen(''),
  })
  const readings = {
    text: t('asText'),
    day: t('asDay'),
    instant: t('asInstant'),
    words: t('asWords'),
    documentNumber: t('asDocumentNumber'),
    body: t('asBody'),
    html: t('asHtml'),
    plain: t('asPlain'),
  }
  const ruleOf = (target: string): FieldRule | undefined =>
    Object.entries(mapping.fields).find(([one]) => one === target)?.[1]
  const set = (target: string, change: Partial<FieldRule>) => {
    const known = Target.safeParse(target)
    if (!known.success) return
    const rule = { from: [], as: 'text' as const, ...ruleOf(target), ...change }
    const isEmpty = rule.from.length === 0 && (rule.constant ?? '') === ''
    const rest = Object.entries(mapping.fields).filter(([one]) => one !== target)
    onChange({ ...mapping, fields: Object.fromEntries(isEmpty ? rest : [...rest, [target, rule]]) })
  }
  const isFilled = (target: string): boolean => {
    const { from = [], constant = '' } = ruleOf(target) ?? {}
    return from.length > 0 || constant !== '' || (target === 'publishedAt' && mapping.missingDate === 'importDay')
  }
  const empty = targets.filter(({ target, isNeeded }) => isNeeded && !isFilled(target)).map(({ name: word }) => word)
  const lacks = [
    {
      is: empty.length > 0,
      words: t('stillEmpty', { count: empty.length, names: empty.join(listMark()) }),
      isGrave: true,
    },
    { is: !isFilled('body'), words: t('withoutBody'), isGrave: true },
    { is: !isFilled('externalId'), words: t('withoutExternalId'), isGrave: false },
  ].filter(({ is }) => is)
  const chosenMapping = saved.data?.find((one) => one.id === chosen)
  return (
    <Panel
      title={t('stepMapping')}
      extra={
        <span className="hint">
          {t('facts', { format: facts.format.toUpperCase(), encoding: facts.encoding, count: columns.length })}
          {facts.isCompressed && ` · ${t('compressed')}`}
        </span>
      }
    >
      <div className="mapping-saved">
        <select
          className="field"
          aria-label={t('savedMappings')}
          value={chosen}
          onChange={(event) => {
            setChosen(event.target.value)
            const found = saved.data?.find((one) => one.id === event.target.value)
            if (found) {
              onChange(found.mapping)
              setName(found.name)
            }
          }}
        >
          <option value="">{t('guessed')}</option>
          {(saved.data ?? []).map((one) => (
            <option key={one.id} value={one.id}>
              {one.name}
            </option>
          ))}
        </select>
        <input
          className="field"
          aria-label={t('mappingName')}
          placeholder={t('mappingName')}
          value={name}
          maxLength={50}
          onChange={(event) => setName(event.target.value)}
        />
        <button
          className="button"
          type="button"
          disabled={name.trim() === '' || save.isPending}
          onClick={() => save.mutate({ params: { siteId }, body: { name, mapping } })}
        >
          {t('saveMapping')}
        </button>
        {chosenMapping && chosenMapping.siteId !== null && (
          <button
            className="button bare danger"
            type="button"
            disabled={remove.isPending}
            onClick={() => remove.mutate({ params: { siteId, id: chosenMapping.id } })}
          >
            <Icon name="bin" /> {common('delete')}
          </button>
        )}
      </div>
      <div className="scroll mapping" role="group" aria-label={t('stepMapping')} tabIndex={0}>
        <table className="grid">
          <thead>
            <tr>
              <th scope="col">{t('target')}</th>
              <th scope="col">{t('from')}</th>
              <th scope="col">{t('orFrom')}</th>
              <th scope="col">{t('as')}</th>
              <th scope="col">{t('constant')}</th>
            </tr>
          </thead>
          <tbody>
            {targets.map(({ target, name: word, isNeeded }) => {
              const rule = ruleOf(target)
              const from = rule?.from ?? []
              const choose = (place: number, column: string) =>
                set(target, {
                  from: [...from.slice(0, place), ...(column === '' ? [] : [column]), ...from.slice(place + 1)],
                })
              return (
                <tr key={target}>
                  <th scope="row">
                    {word}
                    {isNeeded && <span className="must"> {common('required')}</span>}
                  </th>
                  {[0, 1].map((place) => (
                    <td key={place}>
                      <select
                        className="field"
                        aria-label={pair(word, place === 0 ? t('from') : t('orFrom'))}
                        value={from[place] ?? ''}
                        disabled={place > from.length}
                        onChange={(event) => choose(place, event.target.value)}
                      >
                        <option value="">—</option>
                        {columns.map((column) => (
                          <option key={column}>{column}</option>
                        ))}
                        {from[place] !== undefined && !columns.includes(from[place]) && <option>{from[place]}</option>}
                      </select>
                    </td>
                  ))}
                  <td>
                    <select
                      className="field"
                      aria-label={pair(word, t('as'))}
                      value={rule?.as ?? 'text'}
                      disabled={rule === undefined}
                      onChange={(event) => set(target, { as: Reading.parse(event.target.value) })}
                    >
                      {Reading.options.map((reading) => (
                        <option key={reading} value={reading}>
                          {readings[reading]}
                        </option>
                      ))}
                    </select>
                  </td>
                  <td>
                    <input
                      className="field"
                      aria-label={pair(word, t('constant'))}
                      value={rule?.constant ?? ''}
                      onChange={(event) => set(target, { constant: event.target.value })}
                    />
                  </td>
                </tr>
              )
            })}
          </tbody>
        </table>
      </div>
      <div role="status">
        {lacks.length > 0 && (
          <div className="panel-body stack">
            {lacks.map(({ words, isGrave }) => (
              <p key={words} className={isGrave ? 'notice warn-notice' : 'hint'}>
                {isGrave && <Icon name="alert" />} {words}
              </p>
            ))}
          </div>
        )}
      </div>
      <p className="panel-body">
        <label className="check">
          <input
            type="checkbox"
            checked={mapping.missingDate === 'importDay'}
            onChange={(event) => onChange({ ...mapping, missingDate: event.target.checked ? 'importDay' : 'reject' })}
          />{' '}
          {t('missingDate')}
        </label>
      </p>
    </Panel>
  )
}
