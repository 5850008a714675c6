import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { getChannelTree, listMountTargets } from '../../../../src/modules/sites/contract.ts'
import type { ApiProblem } from '../../api/problem.ts'
import { useOperation } from '../../client.ts'
import { Field } from '../../components/field.tsx'
import type { Choice } from '../sites/choice-field.tsx'
import { SiteField } from '../sites/site-field.tsx'
import { SelectField } from '../sites/text-field.tsx'
import type { ChannelDraft } from './channel-draft.ts'

interface MountFieldsProps {
  siteId: string
  mount: ChannelDraft['mount']
  onChange: (mount: ChannelDraft['mount']) => void
  error: string | undefined
  problem: ApiProblem | null
  isDisabled: boolean
}

const NEAREST = 6

/** 统一调用: first the site, then its channel; the nearest ones are offered at once. */
export function MountFields({ siteId, mount, onChange, error, problem, isDisabled }: MountFieldsProps) {
  const { t } = useTranslation('channels')
  const [source, setSource] = useState<Choice | null>(
    mount === null ? null : { id: mount.siteId, label: mount.siteName },
  )
  const nearest = useOperation(
    listMountTargets,
    { params: { siteId }, query: {} },
    { enabled: !isDisabled, staleFor: 60_000 },
  )
  const tree = useOperation(
    getChannelTree,
    { params: { siteId: source?.id ?? '' }, query: {} },
    { enabled: source !== null, keepsPrevious: false },
  )
  const options = (tree.data ?? []).filter(
    (one) => one.archivedAt === null && (one.kind === 'list' || one.kind === 'aggregate'),
  )
  return (
    <div className="form">
      <p className="notice info-notice">{t('mountExplained')}</p>
      <div className="form-columns">
        <Field label={t('mountSite')} isRequired>
          <SiteField
            value={source}
            isDisabled={isDisabled}
            onChange={(next) => {
              setSource(next)
              onChange(null)
            }}
          />
        </Field>
        <SelectField
          label={t('mountChannel')}
          isRequired
          isDisabled={isDisabled || source === null}
          none={source === null ? t('mountSiteFirst') : t('mountChoose')}
          value={mount?.channelId ?? ''}
          error={error}
          problem={problem}
          pointer="/mountedChannelId"
          onChange={(channelId) => {
            const found = options.find((one) => one.id === channelId)
            onChange(
              found && source
                ? { siteId: source.id, siteName: source.label, channelId, channelName: found.name }
                : null,
            )
          }}
          options={[
            ...options.map((one) => ({ value: one.id, label: `${'　'.repeat(one.depth)}${one.name}` })),
            ...(mount !== null && !options.some((one) => one.id === mount.channelId)
              ? [{ value: mount.channelId, label: mount.channelName }]
              : []),
          ]}
        />
      </div>
      {!isDisabled && mount === null && (nearest.data?.length ?? 0) > 0 && (
        <div className="form-acts">
          <span className="hint">{t('mountNearest')}</span>
          {nearest.data?.slice(0, NEAREST).map((one) => (
            <button
              key={one.channelId}
              className="button"
              type="button"
              onClick={() => {
                setSource({ id: one.siteId, label: one.siteName })
                onChange({
                  siteId: one.siteId,
                  siteName: one.siteName,
                  channelId: one.channelId,
                  channelName: one.channelName,
                })
              }}
            >
              {one.siteName} › {one.channelName}
            </button>
          ))}
        </div>
      )}
    </div>
  )
}
