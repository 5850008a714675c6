import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getChannelTree, getSite } from '../../../../src/modules/sites/contract.ts'
import { useHotkey } from '../../app/hotkeys.ts'
import { useAddress } from '../../app/use-address.ts'
import { useSite, type ChosenSite } from '../../app/use-site.ts'
import { useOperation } from '../../client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { Field } from '../../components/field.tsx'
import { Icon } from '../../components/icon.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SplitLayout } from '../../components/split-layout.tsx'
import type { Choice } from '../sites/choice-field.tsx'
import { SiteField } from '../sites/site-field.tsx'
import '../sites/sites.css'
import { ChannelPanel } from './channel-panel.tsx'
import { ChannelTree } from './channel-tree.tsx'
import './channels.css'
import { NewChannelPanel } from './new-channel-panel.tsx'

type Address = { channel: string; below: string; making: boolean; archived: boolean }
const defaults: Address = { channel: '', below: '', making: false, archived: false }

/** The channels of the site chosen in the bar. */
export function ChannelsPage() {
  const { t } = useTranslation('channels')
  const [site, choose] = useSite()
  if (site === undefined) return <ChooseSite onChoose={choose} />
  return <Channels key={site.id} site={site} title={t('channelsOf', { site: site.name })} />
}

function ChooseSite({ onChoose }: { onChoose: (site: ChosenSite) => void }) {
  const { t } = useTranslation('channels')
  const [chosen, setChosen] = useState<Choice | null>(null)
  return (
    <>
      <PageHead title={t('rail')} />
      <Panel isPadded>
        <div className="form choose-site">
          <Field label={t('chooseSite')} hint={t('chooseSiteHint')}>
            <SiteField
              value={chosen}
              onChange={(site) => {
                setChosen(site)
                if (site) onChoose({ id: site.id, code: site.hint ?? '', name: site.label })
              }}
            />
          </Field>
        </div>
      </Panel>
    </>
  )
}

function Channels({ site, title }: { site: ChosenSite; title: string }) {
  const { t } = useTranslation('channels')
  const rights = useOperation(getSite, { params: { id: site.id } })
  const [{ channel: id, below, making, archived }, setAddress] = useAddress(defaults)
  const { data, error, refetch } = useOperation(
    getChannelTree,
    { params: { siteId: site.id }, query: archived ? { withArchived: 'true' } : {} },
    { keepsPrevious: true },
  )
  const channels = data ?? []
  const selected = channels.find((one) => one.id === id)
  const mayManage = rights.data?.may.includes('channel.manage') ?? false
  const make = () => setAddress({ making: true, below: selected && selected.archivedAt === null ? selected.id : '' })
  const open = (channel: string) => setAddress({ channel, making: false, below: '' })
  useHotkey('N', t('newChannel'), make, { isEnabled: mayManage && !making })
  const live = channels.filter((one) => one.archivedAt === null)
  return (
    <>
      <PageHead
        title={title}
        hint={
          data && t('counted', { count: live.length, mounted: live.filter((one) => one.kind === 'mounted').length })
        }
        acts={
          <label className="check">
            <input
              type="checkbox"
              checked={archived}
              onChange={(event) => setAddress({ archived: event.target.checked })}
            />{' '}
            {t('withArchived')}
          </label>
        }
        action={
          mayManage &&
          !making && (
            <button className="button primary" type="button" onClick={make}>
              <Icon name="plus" /> {t('newChannel')} <kbd>N</kbd>
            </button>
          )
        }
      />
      {error && <ProblemNotice problem={error} onRetry={() => void refetch()} />}
      {data !== undefined && (
        <SplitLayout
          label={t('tree')}
          chosen={selected?.name}
          side={
            channels.length === 0 ? (
              <EmptyState title={t('noChannels')} advice={t('noChannelsAdvice')} />
            ) : (
              <ChannelTree siteId={site.id} channels={channels} selected={id} mayMove={mayManage} onSelect={open} />
            )
          }
        >
          {making ? (
            <NewChannelPanel
              key={below}
              site={site}
              channels={live}
              below={below}
              onDone={(channel) => setAddress({ channel: channel.id, making: false, below: '' })}
              onCancel={() => setAddress({ making: false, below: '' })}
            />
          ) : selected ? (
            <ChannelPanel
              key={`${selected.id} ${selected.version}`}
              site={site}
              channel={selected}
              channels={live}
              mayManage={mayManage}
            />
          ) : (
            <Panel>
              <EmptyState title={t('chooseChannel')} advice={t('chooseChannelAdvice')} />
            </Panel>
          )}
        </SplitLayout>
      )}
      <KeyLine />
    </>
  )
}
