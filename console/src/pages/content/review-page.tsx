import { Link, useNavigate, useParams } from '@tanstack/react-router'
import { App } from 'antd'
import { useTranslation } from 'react-i18next'
import {
  getDocument,
  getEdition,
  getInbox,
  getReach,
  listDocuments,
  listEditions,
  reviewDocument,
} from '../../../../src/modules/content/contract.ts'
import { call, useCommand, useOperation } from '../../client.ts'
import { Icon } from '../../components/icon.tsx'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { ChecksPanel } from './checks-panel.tsx'
import { DocumentHistory } from './document-history.tsx'
import { EarlierReviews } from './earlier-reviews.tsx'
import { FactTable } from './fact-table.tsx'
import { ReviewStages } from './review-stages.tsx'
import { ReviewText } from './review-text.tsx'
import { useStageName } from './stage-name.ts'
import { StateChip } from './state-chip.tsx'
import type { FullDocument } from './types.ts'
import { VerdictBar } from './verdict-bar.tsx'
import './content.css'

/** One text under review: what changed, what was said before, and the verdict always in reach. */
export function ReviewPage() {
  const params: { id?: string } = useParams({ strict: false })
  const id = params.id ?? ''
  const { data, error, refetch } = useOperation(
    getDocument,
    { params: { id } },
    // A text just returned may be back before its copy here has aged: the verdict is on what holds now.
    { keepsPrevious: false, staleFor: 0 },
  )
  if (data) return <ReviewScreen key={id} document={data} />
  return error ? <ProblemNotice problem={error} onRetry={() => void refetch()} /> : <PageSkeleton />
}

function ReviewScreen({ document: doc }: { document: FullDocument }) {
  const { t } = useTranslation('content')
  const { message } = App.useApp()
  const navigate = useNavigate()
  const stageName = useStageName()
  const reach = useOperation(getReach, { params: { id: doc.id } })
  const editions = useOperation(listEditions, { params: { id: doc.id } }, { keepsPrevious: false })
  // What was returned last, so that the reviewer sees what changed since; else what readers have.
  const returned = doc.reviews.findLast((one) => one.verdict === 'returned' && one.editionNumber < doc.editionNumber)
  const released = (editions.data ?? []).find((one) => one.number < doc.editionNumber && one.releasedAt !== null)
  const against = Math.max(returned?.editionNumber ?? 0, released?.number ?? 0)
  const base = useOperation(
    getEdition,
    { params: { id: doc.id, number: against } },
    { enabled: against > 0, keepsPrevious: false },
  )
  const review = useCommand(reviewDocument, {
    announcesProblem: false,
    invalidates: [getDocument, listDocuments, getInbox],
    onDone: (reply) => void goOn(reply),
  })

  /** On to the next one that waits, so that a pile is worked off without a detour. */
  const goOn = async (reply: FullDocument) => {
    const said =
      reply.state === 'returned'
        ? t('returnedNow')
        : reply.state === 'approved'
          ? t('passedToPublisher')
          : t('passedTo', { stage: stageName(reply.stage, reply.stages) })
    const waiting = await call(getInbox, { query: { task: 'review', pageSize: 2 } }).catch(() => undefined)
    const next = waiting?.items.find((item) => item.id !== doc.id)
    void message.success(next ? t('andNext', { said }) : said)
    void navigate(next ? { to: '/documents/$id/review', params: { id: next.id } } : { to: '/inbox' })
  }
  const decide = (verdict: 'passed' | 'returned', reason: string) =>
    review.mutate({ params: { id: doc.id }, body: { expectedVersion: doc.version, verdict, reason } })

  const canReview = doc.acts.includes('review')
  const isReading =
    against > 0 ? base.data === undefined && !base.error : editions.data === undefined && !editions.error
  const problem = editions.error ?? base.error
  return (
    <div className="review">
      <PageHead
        title={doc.title}
        back={{ to: '/inbox', label: t('inbox') }}
        chip={<StateChip row={doc} />}
        acts={
          <Link className="button" to="/documents/$id" params={{ id: doc.id }}>
            <Icon name="doc" /> {t('openDocument')}
          </Link>
        }
      />
      <Panel label={t('reviewLine')}>
        <div className="panel-body between">
          <ReviewStages document={doc} />
          <p className="hint">
            {doc.siteName} / {doc.channelName}
            {reach.data && `　${t('reviewReach', { sites: reach.data.siteCount, pages: reach.data.pageCount })}`}
          </p>
        </div>
      </Panel>
      {problem && <ProblemNotice problem={problem} />}
      {!canReview && (
        <p className="notice info-notice">{doc.state === 'submitted' ? t('notYours') : t('notInReview')}</p>
      )}
      <EarlierReviews document={doc} />
      {isReading ? <PageSkeleton /> : <ReviewText document={doc} before={base.data} />}
      <div className="two">
        <div>
          {base.data && (
            <Panel title={t('otherChanges')}>
              <FactTable kind={doc.kind} before={base.data} after={doc.edition} />
            </Panel>
          )}
          <DocumentHistory document={doc} />
        </div>
        <div>
          <ChecksPanel checks={doc.checks} isReading />
        </div>
      </div>
      {canReview && (
        <VerdictBar
          document={doc}
          isBusy={review.isPending || review.isSuccess}
          problem={review.error}
          onVerdict={decide}
        />
      )}
    </div>
  )
}
