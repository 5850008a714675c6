import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import type { Blueprint } from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { KeyValue } from '../../components/key-value.tsx'
import { Panel } from '../../components/panel.tsx'
import { listMark } from '../../components/marks.ts'
import { useLabels } from './use-labels.ts'

interface NewSitePreviewProps {
  name: string
  address: string
  parentName: string | undefined
  blueprint: z.output<typeof Blueprint> | undefined
}

/** Everything that will be made, before it is made. */
export function NewSitePreview({ name, address, parentName, blueprint }: NewSitePreviewProps) {
  const { t } = useTranslation('sites')
  const label = useLabels(sitesLabels)
  const keys = Object.keys(blueprint?.settings ?? {})
  return (
    <Panel title={t('willStand')} isPadded>
      <div className="stack">
        <KeyValue
          pairs={[
            [t('name'), name],
            [t('address'), address],
            [t('parent'), parentName],
            [t('state'), label('enum.siteState.draft')],
            [t('settingsCount'), keys.map((key) => label(`setting.${key}`)).join(listMark())],
          ]}
        />
        {blueprint ? (
          <div>
            <h3>{t('channelsCount', { count: blueprint.channels.length })}</h3>
            <ul className="tree">
              {blueprint.channels.map((channel) => (
                <li
                  key={channel.code}
                  style={{ paddingInlineStart: 18 * depthOf(blueprint.channels, channel.parentCode) }}
                >
                  <span>{channel.name}</span>
                  <span>
                    {channel.kind === 'mounted' && channel.mount
                      ? t('fromLevel', { level: label(`enum.siteLevel.${channel.mount.level}`) })
                      : label(`enum.channelKind.${channel.kind}`)}
                  </span>
                </li>
              ))}
            </ul>
          </div>
        ) : (
          <p className="hint">{t('noBlueprintPreview')}</p>
        )}
      </div>
    </Panel>
  )
}

/** How deep a channel stands; parents come before their children, so this ends. */
function depthOf(channels: readonly { code: string; parentCode: string | null }[], parentCode: string | null): number {
  if (parentCode === null) return 0
  const at = channels.findIndex((one) => one.code === parentCode)
  return at < 0 ? 1 : 1 + depthOf(channels.slice(0, at), channels[at]?.parentCode ?? null)
}
