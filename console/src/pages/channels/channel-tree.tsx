import { useEffect, useId, useState, type DragEvent, type KeyboardEvent } from 'react'
import { useTranslation } from 'react-i18next'
import { getChannel, getChannelTree, moveChannel } from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useCommand } from '../../client.ts'
import { ConfirmDialog } from '../../components/confirm-dialog.tsx'
import { useLabels } from '../sites/use-labels.ts'
import { dropOf, stepOf, type Aim, type ChannelEntry, type Move, type Step } from './channel-moves.ts'

interface ChannelTreeProps {
  siteId: string
  channels: readonly ChannelEntry[]
  selected: string
  mayMove: boolean
  onSelect: (id: string) => void
}

const STEPS: Readonly<Record<string, Step>> = { ArrowUp: 'up', ArrowDown: 'down', ArrowRight: 'in', ArrowLeft: 'out' }

/** All channels of a site in reading order; moved by dragging, or by Alt with the arrows. */
export function ChannelTree({ channels, selected, mayMove, onSelect }: ChannelTreeProps) {
  const { t } = useTranslation('channels')
  const label = useLabels(sitesLabels)
  const id = useId()
  const [at, setAt] = useState<string>()
  const [dragged, setDragged] = useState<string>()
  const [over, setOver] = useState<{ id: string; aim: Aim }>()
  const [asking, setAsking] = useState<{ channel: ChannelEntry; move: Move }>()
  const command = useCommand(moveChannel, {
    success: t('moved'),
    invalidates: [getChannelTree, getChannel],
    onDone: () => setAsking(undefined),
  })
  const live = channels.filter((one) => one.archivedAt === null)
  // One that has just been made stands somewhere below.
  const isThere = channels.some((one) => one.id === selected)
  useEffect(() => {
    if (!isThere) return
    setAt(undefined)
    document.getElementById(`${id}-${selected}`)?.scrollIntoView({ block: 'nearest' })
  }, [id, selected, isThere])
  const here = Math.max(
    0,
    channels.findIndex((one) => one.id === (at ?? selected)),
  )
  const perform = (channel: ChannelEntry, move: Move) =>
    command.mutate({ params: { id: channel.id }, body: { expectedVersion: channel.version, ...move } })
  const ask = (channel: ChannelEntry, move: Move | undefined) => {
    if (move === undefined || command.isPending) return
    // Among its siblings nothing but the order changes; under another parent the address does.
    if (move.parentId === channel.parentId) perform(channel, move)
    else setAsking({ channel, move })
  }
  const move = (channel: ChannelEntry, key: string): boolean => {
    const step = STEPS[key]
    if (step === undefined || !mayMove || channel.archivedAt !== null) return false
    setAt(channel.id)
    ask(channel, stepOf(live, channel.id, step))
    return true
  }
  const walk = (channel: ChannelEntry, key: string): boolean => {
    const to: Readonly<Record<string, number>> = {
      ArrowDown: here + 1,
      ArrowUp: here - 1,
      ArrowLeft: channels.findIndex((one) => one.id === channel.parentId),
      ArrowRight: channels[here + 1]?.parentId === channel.id ? here + 1 : here,
      Home: 0,
      End: channels.length - 1,
    }
    const index = to[key]
    if (index !== undefined) go(index)
    else if (key === 'Enter' || key === ' ') onSelect(channel.id)
    else return false
    return true
  }
  const onKeyDown = (event: KeyboardEvent) => {
    const channel = channels[here]
    if (channel === undefined || event.ctrlKey || event.metaKey) return
    if (!(event.altKey ? move(channel, event.key) : walk(channel, event.key))) return
    event.preventDefault()
    event.stopPropagation()
  }
  const go = (index: number) => {
    const next = channels[Math.max(0, Math.min(channels.length - 1, index))]
    if (next === undefined || index < 0) return
    setAt(next.id)
    document.getElementById(`${id}-${next.id}`)?.scrollIntoView({ block: 'nearest' })
  }
  const onDragOver = (event: DragEvent<HTMLElement>, target: ChannelEntry) => {
    if (dragged === undefined) return
    const box = event.currentTarget.getBoundingClientRect()
    const share = (event.clientY - box.top) / box.height
    const aim: Aim = share < 0.28 ? 'before' : share > 0.72 ? 'after' : 'in'
    const fits = dropOf(live, dragged, target.id, aim) !== undefined
    if (fits) event.preventDefault()
    setOver(fits ? { id: target.id, aim } : undefined)
  }
  const drop = () => {
    const channel = live.find((one) => one.id === dragged)
    if (channel && over) ask(channel, dropOf(live, channel.id, over.id, over.aim))
    setDragged(undefined)
    setOver(undefined)
  }
  const newParent = channels.find((one) => one.id === asking?.move.parentId)
  return (
    <>
      <div
        className="channel-tree"
        role="tree"
        aria-label={t('tree')}
        tabIndex={0}
        aria-activedescendant={channels[here] ? `${id}-${channels[here].id}` : undefined}
        aria-describedby={mayMove ? `${id}-help` : undefined}
        onKeyDown={onKeyDown}
      >
        {channels.map((channel, index) => {
          const siblings = channels.filter((one) => one.parentId === channel.parentId)
          const hasChildren = channels.some((one) => one.parentId === channel.id)
          const isGone = channel.archivedAt !== null
          const classes = [
            'channel-row',
            index === here ? 'at' : '',
            isGone ? 'gone' : '',
            over?.id === channel.id ? `drop-${over.aim}` : '',
          ]
          return (
            <div
              key={channel.id}
              id={`${id}-${channel.id}`}
              role="treeitem"
              className={classes.filter(Boolean).join(' ')}
              aria-level={channel.depth + 1}
              aria-posinset={siblings.indexOf(channel) + 1}
              aria-setsize={siblings.length}
              aria-selected={channel.id === selected}
              {...(hasChildren ? { 'aria-expanded': true } : {})}
              style={{ paddingInlineStart: 10 + channel.depth * 18 }}
              draggable={mayMove && !isGone}
              onClick={() => {
                setAt(channel.id)
                onSelect(channel.id)
              }}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = 'move'
                event.dataTransfer.setData('text/plain', channel.name)
                setDragged(channel.id)
              }}
              onDragOver={(event) => onDragOver(event, channel)}
              onDragEnd={() => {
                setDragged(undefined)
                setOver(undefined)
              }}
              onDrop={(event) => {
                event.preventDefault()
                drop()
              }}
            >
              <span className="name">{channel.name}</span>
              <span className="hint">{channel.kind === 'list' ? '' : label(`enum.channelKind.${channel.kind}`)}</span>
            </div>
          )
        })}
      </div>
      {mayMove && (
        <p className="hint tree-help" id={`${id}-help`}>
          {t('moveHelp')}
        </p>
      )}
      <ConfirmDialog
        isOpen={asking !== undefined}
        title={t('moveTitle', { channel: asking?.channel.name ?? '' })}
        verb={t('move')}
        isBusy={command.isPending}
        effect={t('moveEffect', {
          channel: asking?.channel.name ?? '',
          parent: newParent?.name ?? t('top'),
          path: `${newParent ? `/${newParent.path}` : ''}/${asking?.channel.code ?? ''}/`,
        })}
        onConfirm={() => asking && perform(asking.channel, asking.move)}
        onCancel={() => setAsking(undefined)}
      />
    </>
  )
}
