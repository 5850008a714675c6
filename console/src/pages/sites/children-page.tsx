import { Link } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { listSiteChildren } from '../../../../src/modules/sites/contract.ts'
import { useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { Panel } from '../../components/panel.tsx'
import { SiteFrame, type SiteDetail } from './site-frame.tsx'
import { SiteTable } from './site-table.tsx'

export function ChildrenPage() {
  const { t } = useTranslation('sites')
  return (
    <SiteFrame
      tab="children"
      acts={(site) =>
        site.may.includes('site.manage') && (
          <Link className="button" to="/sites/new" search={{ parent: site.id }}>
            <Icon name="plus" /> {t('newChild')}
          </Link>
        )
      }
    >
      {(site) => <Children site={site} />}
    </SiteFrame>
  )
}

function Children({ site }: { site: SiteDetail }) {
  const { t } = useTranslation('sites')
  const { data, error, isFetching, refetch } = useOperation(listSiteChildren, { query: { parentId: site.id } })
  return (
    <Panel
      title={t('childrenOf', { site: site.name })}
      extra={
        <Link to="/sites" search={{ under: site.id }}>
          {t('allBelow')}
        </Link>
      }
    >
      <SiteTable
        label={t('tabChildren')}
        rows={data}
        problem={error}
        onRetry={() => void refetch()}
        isRefreshing={isFetching && data !== undefined}
        empty={{ title: t('noChildren'), advice: t('noChildrenAdvice') }}
      />
    </Panel>
  )
}
