import { TreeSelect } from 'antd'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { getChannelTree, takesItems } from '../../../../src/modules/sites/contract.ts'
import { useOperation } from '../../client.ts'
import type { Controllable } from '../../components/field.tsx'
import { useClearing } from '../../components/use-clearing.tsx'
import { channelNodes, type Channel } from './channel-nodes.ts'
import { controlProps } from './site-select.tsx'

interface ChannelSelectProps extends Controllable {
  siteId: string | undefined
  value: string | undefined
  onChange: (channelId: string | undefined) => void
  /** Every channel can be chosen, as for a filter. */
  isFilter?: boolean
  /** Only channels for this kind of document. */
  kind?: string
  label?: string
}

/** Chooses a channel in the tree of one site. */
export function ChannelSelect({ siteId, value, onChange, isFilter = false, kind, label, ...tied }: ChannelSelectProps) {
  const { t } = useTranslation('content')
  const clearing = useClearing()
  const { data, isFetching } = useOperation(
    getChannelTree,
    { params: { siteId: siteId ?? '' } },
    { enabled: siteId !== undefined, staleFor: 60_000, keepsPrevious: false },
  )
  const tree = useMemo(() => {
    const canTake = (channel: Channel) =>
      isFilter || (takesItems(channel) && (kind === undefined || channel.itemKind === kind))
    return channelNodes(data ?? [], canTake)
  }, [data, isFilter, kind])
  return (
    <TreeSelect
      {...controlProps(tied)}
      className={isFilter ? 'filter-tree' : 'full'}
      showSearch={{ treeNodeFilterProp: 'title' }}
      allowClear={clearing}
      treeDefaultExpandAll
      disabled={siteId === undefined}
      loading={isFetching}
      placeholder={siteId === undefined ? t('siteFirst') : isFilter ? t('anyChannel') : t('pickChannel')}
      aria-label={label}
      value={data?.some((channel) => channel.id === value) ? value : undefined}
      treeData={tree}
      popupMatchSelectWidth={320}
      onChange={(next: string | undefined) => onChange(next)}
    />
  )
}
