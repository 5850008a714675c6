import { useState, type FormEvent } from 'react'
import { useTranslation } from 'react-i18next'
import {
  getChannel,
  getChannelTree,
  getSite,
  holdsItems,
  updateChannel,
} from '../../../../src/modules/sites/contract.ts'
import type { ChosenSite } from '../../app/use-site.ts'
import { useCommand, useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { StatusChip } from '../../components/status-chip.tsx'
import { useLeaveGuard } from '../../components/use-leave-guard.ts'
import { ShownBy } from '../page-changes/shown-by.tsx'
import { portalUrl } from '../sites/portal-url.ts'
import { ArchiveDialog } from './archive-dialog.tsx'
import { changesOf, draftOf, pathOf } from './channel-draft.ts'
import { CHANNEL_POINTERS, ChannelFields } from './channel-fields.tsx'
import type { ChannelEntry } from './channel-moves.ts'
import { missingIn } from './missing-in.ts'
import { useSiteStages } from './use-site-stages.ts'

interface ChannelPanelProps {
  site: ChosenSite
  channel: ChannelEntry
  channels: readonly ChannelEntry[]
  mayManage: boolean
}

const ALIKE: readonly ChannelEntry['kind'][] = ['list', 'aggregate', 'topic']

/** One channel: all it says about itself, where it is shown elsewhere, and its end. */
export function ChannelPanel({ site, channel, channels, mayManage }: ChannelPanelProps) {
  const { t } = useTranslation('channels')
  const { t: common } = useTranslation()
  const before = draftOf(channel)
  const [draft, setDraft] = useState(before)
  const [faults, setFaults] = useState<Readonly<Record<string, string>>>({})
  const [isArchiving, setArchiving] = useState(false)
  const stages = useSiteStages(site.id)
  const detail = useOperation(getChannel, { params: { id: channel.id } }, { keepsPrevious: false })
  const portal = useOperation(getSite, { params: { id: site.id } }, { staleFor: 60_000 })
  const command = useCommand(updateChannel, {
    success: t('saved'),
    invalidates: [getChannelTree, getChannel],
    announcesProblem: false,
  })
  const parent = channels.find((one) => one.id === channel.parentId)
  const changes = changesOf(before, draft)
  const count = Object.keys(changes).length
  useLeaveGuard(count > 0)
  const isGone = channel.archivedAt !== null
  const isHeld = isGone || !mayManage
  const path = pathOf(parent?.path, draft.code)
  const oldPath = pathOf(parent?.path, channel.code)
  const url = portal.data && channel.kind !== 'link' ? portalUrl(portal.data, oldPath) : undefined
  const submit = (event: FormEvent) => {
    event.preventDefault()
    const missing = missingIn(draft, t('missing'))
    setFaults(missing)
    if (Object.keys(missing).length > 0 || count === 0) return
    command.mutate({ params: { id: channel.id }, body: { expectedVersion: channel.version, ...changes } })
  }
  const mounts = detail.data?.mounts ?? []
  return (
    <>
      <Panel
        title={channel.name}
        isPadded
        extra={
          <span className="form-acts">
            {isGone && <StatusChip>{t('archived')}</StatusChip>}
            {!isGone && <ShownBy className="link" kind="channel" id={channel.id} name={channel.name} />}
            {url !== undefined && !isGone && (
              <a href={url} target="_blank" rel="noreferrer">
                <Icon name="eye" /> {t('openOnPortal')}
              </a>
            )}
          </span>
        }
      >
        <form className="form" noValidate onSubmit={submit}>
          {command.error && <ProblemNotice problem={command.error} shownPointers={CHANNEL_POINTERS} />}
          <ChannelFields
            siteId={site.id}
            draft={draft}
            onChange={(change) => setDraft((old) => ({ ...old, ...change }))}
            problem={command.error}
            faults={faults}
            kinds={ALIKE.includes(channel.kind) ? ALIKE : [channel.kind]}
            siteStages={stages}
            path={path}
            oldPath={path === oldPath ? undefined : oldPath}
            isDisabled={isHeld}
          />
          {!isHeld && (
            <div className="form-acts">
              <button className="button primary" type="submit" disabled={count === 0 || command.isPending}>
                {common('save')}
              </button>
              {count > 0 && (
                <button className="button" type="button" onClick={() => setDraft(before)}>
                  {t('discard')}
                </button>
              )}
              <button className="button danger" type="button" onClick={() => setArchiving(true)}>
                {t('archive')}
              </button>
              {detail.data && holdsItems(channel) && channel.reviewStages === null && (
                <span className="hint">{t('effectiveStages', { count: detail.data.effectiveReviewStages })}</span>
              )}
            </div>
          )}
        </form>
      </Panel>
      {mounts.length > 0 && (
        <Panel title={t('shownBy', { count: mounts.length })} isPadded>
          <ul className="tag-list">
            {mounts.map((one) => (
              <li key={one.channelId}>
                <StatusChip>
                  {one.siteName} › {one.channelName}
                </StatusChip>
              </li>
            ))}
          </ul>
          <p className="hint">{t('shownByHint')}</p>
        </Panel>
      )}
      {isArchiving && (
        <ArchiveDialog channel={channel} channels={channels} mounts={mounts} onClose={() => setArchiving(false)} />
      )}
    </>
  )
}
