import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { getDocument, getEdition, listEditions } from '../../../../src/modules/content/contract.ts'
import { useAddress } from '../../app/use-address.ts'
import { useOperation } from '../../client.ts'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { Panel } from '../../components/panel.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { SideBySideDiff } from '../../components/side-by-side-diff.tsx'
import { DocumentHistory } from './document-history.tsx'
import { EditionTable } from './edition-table.tsx'
import { FactTable } from './fact-table.tsx'
import { ReadingView } from './reading-view.tsx'
import { StateChip } from './state-chip.tsx'
import { toCompare, toEditor } from './body-sources.ts'
import type { BriefEdition } from './types.ts'
import { useEditionLabel } from './use-edition-label.ts'
import './content.css'

const defaults = { from: 0, to: 0 }

/** Every edition, and any two of them side by side; which two stands in the address. */
export function HistoryPage() {
  const { t } = useTranslation('content')
  const params: { id?: string } = useParams({ strict: false })
  const id = params.id ?? ''
  // One comes here to see what was just saved: what is kept is asked for again.
  const document = useOperation(getDocument, { params: { id } }, { keepsPrevious: false, staleFor: 0 })
  const editions = useOperation(listEditions, { params: { id } }, { keepsPrevious: false, staleFor: 0 })
  const [picked, setPicked] = useAddress(defaults)
  const list = editions.data ?? []
  const newest = list[0]?.number ?? 0
  const to = picked.to === 0 ? newest : picked.to
  const from = picked.from === 0 ? (list.find((edition) => edition.number < to)?.number ?? 0) : picked.from
  const problem = document.error ?? editions.error
  if (problem) return <ProblemNotice problem={problem} />
  if (!document.data || !editions.data) return <PageSkeleton />
  const doc = document.data
  return (
    <>
      <PageHead
        title={doc.title}
        back={{ to: `/documents/${id}`, label: t('editDocument') }}
        chip={<StateChip row={doc} />}
        hint={t('history')}
      />
      <div className="two">
        <div className="editor-main">
          <Panel title={t('editions')}>
            <EditionTable
              editions={list}
              live={doc.liveEditionNumber}
              from={from}
              to={to}
              onPick={(change) => setPicked({ from, to, ...change })}
            />
          </Panel>
          <Compared
            id={id}
            kind={doc.kind}
            siteName={doc.siteName}
            channelName={doc.channelName}
            list={list}
            from={from}
            to={to}
          />
        </div>
        <div>
          <DocumentHistory document={doc} isWhole />
        </div>
      </div>
    </>
  )
}

interface ComparedProps {
  id: string
  kind: string
  siteName: string
  channelName: string
  list: readonly BriefEdition[]
  from: number
  to: number
}

function Compared({ id, kind, siteName, channelName, list, from, to }: ComparedProps) {
  const { t } = useTranslation('content')
  const label = useEditionLabel()
  const has = (number: number) => list.some((edition) => edition.number === number)
  const before = useOperation(
    getEdition,
    { params: { id, number: from } },
    { enabled: has(from), keepsPrevious: false },
  )
  const after = useOperation(getEdition, { params: { id, number: to } }, { enabled: has(to), keepsPrevious: false })
  const problem = before.error ?? after.error
  if (problem) return <ProblemNotice problem={problem} />
  if (!after.data) return null
  if (!before.data || from === to) {
    return (
      <Panel title={label(after.data)} isPadded>
        <ReadingView
          text={{ ...after.data, body: toEditor(after.data.body) }}
          siteName={siteName}
          channelName={channelName}
          releasedAt={after.data.releasedAt}
          kind={kind}
        />
      </Panel>
    )
  }
  return (
    <>
      <Panel title={t('compared')}>
        <SideBySideDiff
          before={{ label: label(before.data), html: toCompare(before.data.body) }}
          after={{ label: label(after.data), html: toCompare(after.data.body) }}
        />
      </Panel>
      <Panel title={t('otherChanges')}>
        <FactTable kind={kind} before={before.data} after={after.data} />
      </Panel>
    </>
  )
}
