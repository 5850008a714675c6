import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import {
  getOrganisation,
  getOrganisationLine,
  listOrganisations,
  moveOrganisation,
  type Organisation,
} from '../../../../src/modules/organisations/contract.ts'
import { useCommand } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { Field } from '../../components/field.tsx'
import type { Choice } from '../sites/choice-field.tsx'
import { OrganisationField } from './organisation-field.tsx'

interface MoveOrganisationDialogProps {
  organisation: Organisation
  onDone: () => void
  onClose: () => void
}

export function MoveOrganisationDialog({ organisation, onDone, onClose }: MoveOrganisationDialogProps) {
  const { t } = useTranslation('organisations')
  const [parent, setParent] = useState<Choice | null>(null)
  const [isMissing, setMissing] = useState(false)
  const command = useCommand(moveOrganisation, {
    success: t('moved'),
    invalidates: [getOrganisation, getOrganisationLine, listOrganisations],
    announcesProblem: false,
    onDone,
  })
  return (
    <ConfirmDialog
      isOpen
      title={t('moveTitle', { name: organisation.name })}
      verb={t('move')}
      isBusy={command.isPending}
      problem={command.error}
      effect={
        <div className="form">
          <p>{t('moveEffect')}</p>
          <Field
            label={t('newParent')}
            isRequired
            error={isMissing && parent === null ? t('missing') : undefined}
            problem={command.error}
            pointer="/parentId"
          >
            <OrganisationField value={parent} onChange={setParent} />
          </Field>
        </div>
      }
      onConfirm={() => {
        if (parent === null) setMissing(true)
        else
          command.mutate({
            params: { id: organisation.id },
            body: { parentId: parent.id, expectedVersion: organisation.version },
          })
      }}
      onCancel={onClose}
    />
  )
}
