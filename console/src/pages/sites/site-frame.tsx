import { useParams } from '@tanstack/react-router'
import type { ReactNode } from 'react'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { getSite, type Site } from '../../../../src/modules/sites/contract.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { Tabs } from '../../components/tabs.tsx'
import { TimeMachine } from '../previews/time-machine.tsx'
import { portalUrl } from './portal-url.ts'
import { SiteChip } from './site-chip.tsx'
import './sites.css'
import { useLabels } from './use-labels.ts'

export type SiteDetail = z.output<typeof Site>

interface SiteFrameProps {
  tab: 'register' | 'state' | 'settings' | 'children'
  acts?: (site: SiteDetail) => ReactNode
  children: (site: SiteDetail) => ReactNode
}

/** Head and tabs that all pages of one site share. */
export function SiteFrame({ tab, acts, children }: SiteFrameProps) {
  const { t } = useTranslation('sites')
  const label = useLabels(sitesLabels)
  const params: { id?: string } = useParams({ strict: false })
  const id = params.id ?? ''
  const { data: site, error, refetch } = useOperation(getSite, { params: { id } }, { keepsPrevious: false })
  if (site === undefined) {
    if (!error) return <PageSkeleton />
    return (
      <>
        <PageHead title={t('sites')} back={{ to: '/sites', label: t('sites') }} />
        <ProblemNotice problem={error} onRetry={() => void refetch()} />
      </>
    )
  }
  const url = portalUrl(site)
  const tabs = [
    { name: 'register', to: `/sites/${id}`, label: t('tabRegister') },
    { name: 'settings', to: `/sites/${id}/settings`, label: t('tabSettings') },
    { name: 'state', to: `/sites/${id}/state`, label: t('tabState') },
    { name: 'children', to: `/sites/${id}/children`, label: t('tabChildren'), count: site.childCount },
  ]
  const facts = [
    label(`enum.siteLevel.${site.level}`),
    label(`enum.siteKind.${site.kind}`),
    site.siteIdCode === null ? undefined : `${t('siteIdCode')} ${site.siteIdCode}`,
  ]
  return (
    <>
      <PageHead
        title={site.name}
        back={{ to: '/sites', label: t('sites') }}
        chip={<SiteChip state={site.state} />}
        hint={facts.filter(Boolean).join('　')}
        acts={
          <>
            {acts?.(site)}
            {url !== undefined && <TimeMachine site={site} />}
            {url !== undefined && (
              <a className="button" href={url} target="_blank" rel="noreferrer">
                <Icon name="eye" /> {t('openPortal')}
              </a>
            )}
          </>
        }
      />
      <div className="panel-tabs">
        <Tabs label={t('siteTabs')} tabs={tabs.map(({ name, ...one }) => ({ ...one, isCurrent: name === tab }))} />
      </div>
      {children(site)}
    </>
  )
}
