import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { Dialog } from '../../components/dialog.tsx'
import { Field } from '../../components/field.tsx'
import { ChannelSelect } from './channel-select.tsx'
import { SiteSelect } from './site-select.tsx'

interface PlaceDialogProps {
  title: string
  lead: string
  kind: string
  siteId: string
  onPick: (channelId: string) => void
  onClose: () => void
}

/** Chooses one channel of a site on which one works. */
export function PlaceDialog({ title, lead, kind, siteId, onPick, onClose }: PlaceDialogProps) {
  const { t } = useTranslation('content')
  const { t: common } = useTranslation()
  const [site, setSite] = useState<string | undefined>(siteId)
  const [channel, setChannel] = useState<string>()
  return (
    <Dialog
      open
      title={title}
      okText={common('confirm')}
      cancelText={common('cancel')}
      okButtonProps={{ disabled: channel === undefined }}
      onOk={() => channel !== undefined && onPick(channel)}
      onCancel={onClose}
    >
      <div className="form">
        <p>{lead}</p>
        <Field label={t('site')}>
          <SiteSelect
            value={site}
            onChange={(next) => {
              setSite(next)
              setChannel(undefined)
            }}
          />
        </Field>
        <Field label={t('channel')}>
          <ChannelSelect siteId={site} kind={kind} value={channel} onChange={setChannel} />
        </Field>
      </div>
    </Dialog>
  )
}
