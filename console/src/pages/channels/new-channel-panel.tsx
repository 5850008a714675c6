import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { createChannel, getChannelTree } from '../../../../src/modules/sites/contract.ts'
import type { ChosenSite } from '../../app/use-site.ts'
import { useCommand } from '../../client.ts'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SelectField } from '../sites/text-field.tsx'
import { emptyDraft, fieldsOf, pathOf } from './channel-draft.ts'
import { ALL_KINDS, CHANNEL_POINTERS, ChannelFields } from './channel-fields.tsx'
import { mayHold, type ChannelEntry } from './channel-moves.ts'
import { missingIn } from './missing-in.ts'
import { useSiteStages } from './use-site-stages.ts'

interface NewChannelPanelProps {
  site: ChosenSite
  channels: readonly ChannelEntry[]
  below: string
  onDone: (channel: ChannelEntry) => void
  onCancel: () => void
}

export function NewChannelPanel({ site, channels, below, onDone, onCancel }: NewChannelPanelProps) {
  const { t } = useTranslation('channels')
  const { t: common } = useTranslation()
  const holders = channels.filter((one) => mayHold(one.kind))
  const [parentId, setParentId] = useState(holders.some((one) => one.id === below) ? below : '')
  const [draft, setDraft] = useState(emptyDraft)
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const stages = useSiteStages(site.id)
  const command = useCommand(createChannel, {
    success: (reply) => t('made', { channel: reply.name }),
    invalidates: [getChannelTree],
    announcesProblem: false,
    onDone,
  })
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const missing = missingIn(draft, t('missing'))
    setFaults(missing)
    if (Object.keys(missing).length > 0) return
    command.mutate({
      params: { siteId: site.id },
      body: {
        ...fieldsOf(draft),
        code: draft.code,
        kind: draft.kind,
        parentId: parentId === '' ? null : parentId,
        mountedChannelId: draft.kind === 'mounted' ? (draft.mount?.channelId ?? null) : null,
        linkUrl: draft.kind === 'link' ? draft.linkUrl : null,
      },
    })
  }
  return (
    <Panel title={t('newChannel')} isPadded>
      <form className="form" noValidate onSubmit={submit}>
        {command.error && <ProblemNotice problem={command.error} shownPointers={CHANNEL_POINTERS} />}
        <SelectField
          label={t('parent')}
          value={parentId}
          none={t('top')}
          onChange={setParentId}
          problem={command.error}
          pointer="/parentId"
          options={holders.map((one) => ({ value: one.id, label: `${'　'.repeat(one.depth)}${one.name}` }))}
        />
        <ChannelFields
          siteId={site.id}
          draft={draft}
          onChange={(change) => setDraft((before) => ({ ...before, ...change }))}
          problem={command.error}
          faults={faults}
          kinds={ALL_KINDS}
          siteStages={stages}
          path={pathOf(holders.find((one) => one.id === parentId)?.path, draft.code === '' ? '…' : draft.code)}
        />
        <div className="form-acts">
          <button className="button primary" type="submit" disabled={command.isPending}>
            {t('make')}
          </button>
          <button className="button" type="button" onClick={onCancel}>
            {common('cancel')}
          </button>
        </div>
      </form>
    </Panel>
  )
}
