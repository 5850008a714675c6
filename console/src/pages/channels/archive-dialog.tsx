import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { archiveChannel, getChannel, getChannelTree, holdsItems } from '../../../../src/modules/sites/contract.ts'
import { useCommand } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { CheckField, SelectField } from '../sites/text-field.tsx'
import { listMark } from '../../components/marks.ts'
import type { ChannelEntry } from './channel-moves.ts'

interface ArchiveDialogProps {
  channel: ChannelEntry
  channels: readonly ChannelEntry[]
  mounts: readonly { siteName: string; channelName: string }[]
  onClose: () => void
}

/** The end of a channel: where its documents go and what readers of its address find, said before it happens. */
export function ArchiveDialog({ channel, channels, mounts, onClose }: ArchiveDialogProps) {
  const { t } = useTranslation('channels')
  const [target, setTarget] = useState('')
  const [endMounts, setEndMounts] = useState(false)
  const command = useCommand(archiveChannel, {
    success: t('archivedDone', { channel: channel.name }),
    invalidates: [getChannelTree, getChannel],
    announcesProblem: false,
    onDone: onClose,
  })
  const targets = channels.filter(
    (one) =>
      one.id !== channel.id && one.archivedAt === null && one.kind === 'list' && one.itemKind === channel.itemKind,
  )
  const to = targets.find((one) => one.id === target)
  return (
    <ConfirmDialog
      isOpen
      isDanger
      title={t('archiveTitle', { channel: channel.name })}
      verb={t('archive')}
      isBusy={command.isPending}
      problem={command.error}
      effect={
        <div className="form">
          <p>{t('archiveEffect')}</p>
          {holdsItems(channel) && (
            <SelectField
              label={t('archiveTo')}
              value={target}
              none={t('archiveStay')}
              onChange={setTarget}
              problem={command.error}
              pointer="/moveDocumentsTo"
              options={targets.map((one) => ({ value: one.id, label: `${'　'.repeat(one.depth)}${one.name}` }))}
              hint={to === undefined ? t('archiveStayHint') : t('archiveToHint', { channel: to.name })}
            />
          )}
          {mounts.length > 0 && (
            <CheckField
              label={t('endMounts', { count: mounts.length })}
              hint={t('endMountsHint', {
                sites: mounts
                  .map((one) => one.siteName)
                  .slice(0, 5)
                  .join(listMark()),
              })}
              isOn={endMounts}
              onChange={setEndMounts}
            />
          )}
        </div>
      }
      onConfirm={() =>
        command.mutate({
          params: { id: channel.id },
          body: { expectedVersion: channel.version, moveDocumentsTo: target === '' ? null : target, endMounts },
        })
      }
      onCancel={onClose}
    />
  )
}
