import { useTranslation } from 'react-i18next'
import { listTemplateUse } from '../../../../src/modules/library/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useOperation } from '../../client.ts'
import { EmptyState } from '../../components/empty-state.tsx'
import { KeyLine } from '../../components/key-line.tsx'
import { KeyValue } from '../../components/key-value.tsx'
import { Moment } from '../../components/moment.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { ShownPages } from '../page-changes/shown-pages.tsx'
import { idOf, ServesWords } from './templates-page.tsx'
import { type Template, useTemplateWords } from './use-template-words.ts'

/** One template: what it is for, and which pages of which sites show it. */
export function TemplatePage() {
  const { t } = useTranslation('templates')
  const [{ template }] = useAddress({ template: '' })
  const { nameOf, themeName } = useTemplateWords()
  const { data, error, refetch } = useOperation(listTemplateUse, {}, { staleFor: 0 })
  const found = data?.find((one) => idOf(one) === template)
  const back = { to: '/templates', label: t('all') }
  if (error && data === undefined) return <ProblemNotice problem={error} onRetry={() => void refetch()} />
  if (data === undefined) return <PageSkeleton />
  if (found === undefined) {
    return (
      <>
        <PageHead title={t('rail')} back={back} />
        <Panel label={t('unknown')}>
          <EmptyState title={t('unknown')} advice={t('unknownAdvice')} />
        </Panel>
      </>
    )
  }
  return (
    <>
      <PageHead title={nameOf(found)} hint={themeName(found.theme)} back={back} />
      <div className="stack">
        <AboutPanel template={found} />
        <ShownPages kind="template" id={template} />
      </div>
      <KeyLine />
    </>
  )
}

function AboutPanel({ template }: { template: Template }) {
  const { t } = useTranslation('templates')
  const { originOf, servesOf } = useTemplateWords()
  return (
    <Panel title={t('about')} isPadded>
      {template.fault !== null && <p role="alert">{t('faultWords', { reason: template.fault })}</p>}
      <KeyValue
        pairs={[
          [t('file'), <code>{idOf(template)}</code>],
          [t('serves'), <ServesWords lines={servesOf(template)} />],
          [t('origin'), originOf(template)],
          [t('since'), template.since === null ? undefined : <Moment at={template.since} />],
          [t('note'), template.note],
        ]}
      />
    </Panel>
  )
}
