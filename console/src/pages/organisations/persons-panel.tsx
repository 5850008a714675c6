import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { getOrganisation, setPersons, type Organisation } from '../../../../src/modules/organisations/contract.ts'
import { useCommand } from '../../client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { OrderButtons } from '../sites/order-buttons.tsx'
import { pair } from '../../components/marks.ts'
import { moved, replaced, without } from '../sites/setting-values.ts'

/** Responsible persons in their order of precedence: shown on the portal under 负责人信息. */
export function PersonsPanel({ organisation }: { organisation: Organisation }) {
  const { t } = useTranslation('organisations')
  const { t: common } = useTranslation()
  const before = organisation.persons.map(({ name, title, duties }) => ({ name, title, duties }))
  const [rows, setRows] = useState(before)
  const [isOpen, setOpen] = useState(false)
  const command = useCommand(setPersons, {
    success: t('personsSaved'),
    invalidates: [getOrganisation],
    announcesProblem: false,
    onDone: () => setOpen(false),
  })
  const mayChange = organisation.canManage && organisation.abolishedOn === null
  const submit = (event: FormEvent) => {
    event.preventDefault()
    command.mutate({
      params: { id: organisation.id },
      body: { persons: rows.filter((row) => row.name.trim() !== ''), expectedVersion: organisation.version },
    })
  }
  return (
    <Panel
      title={t('persons')}
      extra={
        mayChange &&
        !isOpen && (
          <button className="button bare" type="button" onClick={() => setOpen(true)}>
            <Icon name="pen" /> {common('edit')}
          </button>
        )
      }
    >
      {!isOpen && before.length === 0 && <EmptyState title={t('noPersons')} />}
      {!isOpen && before.length > 0 && (
        <div className="scroll" role="group" aria-label={t('persons')} tabIndex={0}>
          <table className="grid">
            <thead>
              <tr>
                <th scope="col">{t('personName')}</th>
                <th scope="col">{t('personTitle')}</th>
                <th scope="col">{t('personDuties')}</th>
              </tr>
            </thead>
            <tbody>
              {organisation.persons.map((person) => (
                <tr key={person.id}>
                  <td>{person.name}</td>
                  <td>{person.title}</td>
                  <td className="wrap">{person.duties}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
      {isOpen && (
        <form className="form panel-body" onSubmit={submit}>
          {command.error && <ProblemNotice problem={command.error} />}
          <ol className="row-list">
            {rows.map((row, index) => {
              const set = (change: Partial<typeof row>) => setRows(replaced(rows, index, { ...row, ...change }))
              const name = row.name === '' ? t('personNumber', { number: index + 1 }) : row.name
              return (
                <li key={index}>
                  <input
                    className="field narrow"
                    aria-label={pair(t('personName'), name)}
                    placeholder={t('personName')}
                    value={row.name}
                    onChange={(event) => set({ name: event.target.value })}
                  />
                  <input
                    className="field"
                    aria-label={pair(t('personTitle'), name)}
                    placeholder={t('personTitle')}
                    value={row.title}
                    onChange={(event) => set({ title: event.target.value })}
                  />
                  <input
                    className="field"
                    aria-label={pair(t('personDuties'), name)}
                    placeholder={t('personDuties')}
                    value={row.duties}
                    onChange={(event) => set({ duties: event.target.value })}
                  />
                  <OrderButtons
                    name={name}
                    at={index}
                    count={rows.length}
                    isDisabled={false}
                    onMove={(by) => setRows(moved(rows, index, by))}
                    onRemove={() => setRows(without(rows, index))}
                  />
                </li>
              )
            })}
          </ol>
          <div className="form-acts">
            <button
              className="button"
              type="button"
              onClick={() => setRows([...rows, { name: '', title: '', duties: '' }])}
            >
              <Icon name="plus" /> {t('addPerson')}
            </button>
            <button className="button primary" type="submit" disabled={command.isPending}>
              {common('save')}
            </button>
            <button
              className="button"
              type="button"
              onClick={() => {
                setRows(before)
                setOpen(false)
              }}
            >
              {common('cancel')}
            </button>
          </div>
        </form>
      )}
    </Panel>
  )
}
