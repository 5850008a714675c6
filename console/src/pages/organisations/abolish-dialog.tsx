import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  abolishOrganisation,
  getOrganisation,
  listOrganisations,
  type Organisation,
} from '../../../../src/modules/organisations/contract.ts'
import { useCommand } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { DateField } from '../../components/date-time-field.tsx'
import { Field } from '../../components/field.tsx'
import { formatMoment } from '../../components/time.ts'
import type { Choice } from '../sites/choice-field.tsx'
import { OrganisationField } from './organisation-field.tsx'

interface AbolishDialogProps {
  organisation: Organisation
  onDone: () => void
  onClose: () => void
}

/** The end of an organisation: from when, and who takes over. */
export function AbolishDialog({ organisation, onDone, onClose }: AbolishDialogProps) {
  const { t } = useTranslation('organisations')
  const [on, setOn] = useState<string | null>(formatMoment(Date.now()).slice(0, 10))
  const [successor, setSuccessor] = useState<Choice | null>(null)
  const command = useCommand(abolishOrganisation, {
    success: t('abolishedDone', { name: organisation.name }),
    invalidates: [getOrganisation, listOrganisations],
    announcesProblem: false,
    onDone,
  })
  return (
    <ConfirmDialog
      isOpen
      isDanger
      title={t('abolishTitle', { name: organisation.name })}
      verb={t('abolish')}
      isBusy={command.isPending}
      problem={command.error}
      effect={
        <div className="form">
          <p>{t('abolishEffect')}</p>
          <Field
            label={t('abolishFrom')}
            isRequired
            error={on === null ? t('missing') : undefined}
            problem={command.error}
            pointer="/on"
          >
            <DateField value={on} onChange={setOn} />
          </Field>
          <Field
            label={t('successor')}
            isOptional
            hint={t('successorHint')}
            problem={command.error}
            pointer="/successorId"
          >
            <OrganisationField value={successor} onChange={setSuccessor} />
          </Field>
        </div>
      }
      onConfirm={() => {
        if (on === null) return
        command.mutate({
          params: { id: organisation.id },
          body: { on, successorId: successor?.id ?? null, expectedVersion: organisation.version },
        })
      }}
      onCancel={onClose}
    />
  )
}
