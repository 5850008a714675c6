import { useParams } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import { getDocument } from '../../../../src/modules/content/contract.ts'
import { useOperation } from '../../client.ts'
import { PageHead } from '../../components/page-head.tsx'
import { PageSkeleton } from '../../components/page-skeleton.tsx'
import { ProblemNotice } from '../../components/problem-notice.tsx'
import { DocumentEditorScreen } from './document-editor-screen.tsx'
import './content.css'

/** Opens one document for writing, or for reading where one may not write. */
export function EditPage() {
  const { t } = useTranslation('content')
  const params: { id?: string } = useParams({ strict: false })
  const id = params.id ?? ''
  const { data, error, refetch } = useOperation(
    getDocument,
    { params: { id } },
    // Somebody may have passed or returned it since one was last here, seconds ago: what is kept is asked for again.
    { keepsPrevious: false, refreshEvery: 30_000, staleFor: 0 },
  )
  if (data) return <DocumentEditorScreen key={id} loaded={data} />
  if (!error) return <PageSkeleton />
  return (
    <>
      <PageHead title={t('editDocument')} back={{ to: '/documents', label: t('documents') }} />
      <ProblemNotice problem={error} onRetry={() => void refetch()} />
    </>
  )
}
