import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  abolishDivision,
  createDivision,
  getDivision,
  listDivisions,
  renameDivision,
  replaceDivisions,
} from '../../../../src/modules/organisations/contract.ts'
import { Dialog } from '../../components/dialog.tsx'
import { organisationsLabels } from '../../../../src/modules/organisations/labels.ts'
import { useCommand } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { DateField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { formatMoment } from '../../components/time.ts'
import type { Choice } from '../sites/choice-field.tsx'
import { SelectField, TextField } from '../sites/text-field.tsx'
import { useLabels } from '../sites/use-labels.ts'
import { DivisionField } from './division-field.tsx'
import { listMark } from '../../components/marks.ts'
import type { DivisionEntry } from './division-panel.tsx'

const CHANGED = [getDivision, listDivisions]
const SHOWN = ['name', 'code', 'level', 'parentId', 'on', 'validFrom'].flatMap((name) => [`/${name}`, `/body/${name}`])
const today = () => formatMoment(Date.now()).slice(0, 10)

interface DivisionDialogProps {
  parent?: DivisionEntry | undefined
  /** The division that the new one takes over from. */
  replacing?: DivisionEntry
  onDone: (division: DivisionEntry) => void
  onClose: () => void
}

/** A new division: set up, or taking over from others by decision. */
export function DivisionDialog({ parent, replacing, onDone, onClose }: DivisionDialogProps) {
  const { t } = useTranslation('organisations')
  const { t: common } = useTranslation()
  const label = useLabels(organisationsLabels)
  const above = replacing?.line.at(-1) ?? parent
  const [name, setName] = useState(replacing?.name ?? '')
  const [code, setCode] = useState(replacing?.code ?? '')
  const [level, setLevel] = useState(String(replacing?.level ?? Math.min(5, (parent?.level ?? 0) + 1)))
  const [over, setOver] = useState<Choice | null>(above ? { id: above.id, label: above.name } : null)
  const [others, setOthers] = useState<readonly Choice[]>(
    replacing ? [{ id: replacing.id, label: replacing.name }] : [],
  )
  const [on, setOn] = useState<string | null>(today())
  const options = { invalidates: CHANGED, announcesProblem: false, onDone }
  const create = useCommand(createDivision, { ...options, success: (reply) => t('divisionMade', { name: reply.name }) })
  const replace = useCommand(replaceDivisions, {
    ...options,
    success: (reply) => t('divisionMade', { name: reply.name }),
  })
  const problem = create.error ?? replace.error
  const submit = () => {
    if (on === null) return
    const body = { name, code, level: Number(level), parentId: over?.id ?? null }
    if (replacing) replace.mutate({ body: { ...body, on, predecessorIds: others.map((one) => one.id) } })
    else create.mutate({ body: { ...body, validFrom: on } })
  }
  return (
    <Dialog
      open
      title={replacing ? t('replaceTitle', { name: replacing.name }) : t('newDivision')}
      okText={replacing ? t('replace') : t('newDivision')}
      cancelText={common('cancel')}
      confirmLoading={create.isPending || replace.isPending}
      onOk={submit}
      onCancel={onClose}
    >
      <div className="form">
        {problem && <ProblemNotice problem={problem} shownPointers={SHOWN} />}
        {replacing && <p>{t('replaceEffect')}</p>}
        {replacing && (
          <Field label={t('alsoReplaced')} isOptional hint={others.map((one) => one.label).join(listMark())}>
            <DivisionField
              value={null}
              onChange={(one) => one && !others.some((other) => other.id === one.id) && setOthers([...others, one])}
            />
          </Field>
        )}
        <TextField label={t('name')} isRequired value={name} onChange={setName} problem={problem} pointer="/name" />
        <TextField
          label={t('divisionCode')}
          isRequired
          isMono
          value={code}
          onChange={setCode}
          problem={problem}
          pointer="/code"
          hint={t('divisionCodeHint')}
        />
        <SelectField
          label={t('level')}
          value={level}
          onChange={setLevel}
          problem={problem}
          pointer="/level"
          options={[1, 2, 3, 4, 5].map((value) => ({
            value: String(value),
            label: label(`enum.division-level.${value}`),
          }))}
        />
        <Field label={t('parentDivision')} problem={problem} pointer="/parentId">
          <DivisionField value={over} onChange={setOver} />
        </Field>
        <Field
          label={t('validFrom')}
          isRequired
          error={on === null ? t('missing') : undefined}
          problem={problem}
          pointer={replacing ? '/on' : '/validFrom'}
        >
          <DateField value={on} onChange={setOn} />
        </Field>
      </div>
    </Dialog>
  )
}

interface OneDivisionProps {
  division: DivisionEntry
  onDone: () => void
  onClose: () => void
}

export function RenameDivisionDialog({ division, onDone, onClose }: OneDivisionProps) {
  const { t } = useTranslation('organisations')
  const [name, setName] = useState(division.name)
  const command = useCommand(renameDivision, {
    success: t('saved'),
    invalidates: CHANGED,
    announcesProblem: false,
    onDone,
  })
  return (
    <ConfirmDialog
      isOpen
      title={t('renameTitle', { name: division.name })}
      verb={t('rename')}
      isBusy={command.isPending}
      problem={command.error}
      effect={
        <div className="form">
          <p>{t('renameEffect')}</p>
          <TextField
            label={t('name')}
            isRequired
            value={name}
            onChange={setName}
            problem={command.error}
            pointer="/name"
          />
        </div>
      }
      onConfirm={() =>
        command.mutate({ params: { id: division.id }, body: { name, expectedVersion: division.version } })
      }
      onCancel={onClose}
    />
  )
}

export function AbolishDivisionDialog({ division, onDone, onClose }: OneDivisionProps) {
  const { t } = useTranslation('organisations')
  const [on, setOn] = useState<string | null>(today())
  const command = useCommand(abolishDivision, {
    success: t('abolishedDone', { name: division.name }),
    invalidates: CHANGED,
    announcesProblem: false,
    onDone,
  })
  return (
    <ConfirmDialog
      isOpen
      isDanger
      title={t('abolishTitle', { name: division.name })}
      verb={t('abolish')}
      isBusy={command.isPending}
      problem={command.error}
      effect={
        <div className="form">
          <p>{t('abolishDivisionEffect')}</p>
          <Field
            label={t('abolishFrom')}
            isRequired
            error={on === null ? t('missing') : undefined}
            problem={command.error}
            pointer="/on"
          >
            <DateField value={on} onChange={setOn} />
          </Field>
        </div>
      }
      onConfirm={() =>
        on !== null && command.mutate({ params: { id: division.id }, body: { on, expectedVersion: division.version } })
      }
      onCancel={onClose}
    />
  )
}
