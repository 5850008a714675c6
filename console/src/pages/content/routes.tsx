import { findDocuments } from '../../../../src/modules/content/contract.ts'
import { page, type PageModule } from '../../app/page-module.ts'
import { call } from '../../client.ts'
import { useInboxCount } from './use-inbox-count.ts'

const WORKERS = ['document.write', 'document.review', 'document.publish']

export const contentPages: PageModule = {
  routes: [
    page('/inbox', () => import('./inbox-page.tsx').then((file) => file.InboxPage)),
    page('/documents', () => import('./documents-page.tsx').then((file) => file.DocumentsPage)),
    page('/documents/new', () => import('./new-page.tsx').then((file) => file.NewPage), 'document.write'),
    page('/documents/reprint', () => import('./reprint-page.tsx').then((file) => file.ReprintPage), 'document.write'),
    page('/documents/$id', () => import('./edit-page.tsx').then((file) => file.EditPage)),
    page('/documents/$id/review', () => import('./review-page.tsx').then((file) => file.ReviewPage)),
    page('/documents/$id/history', () => import('./history-page.tsx').then((file) => file.HistoryPage)),
  ],
  rail: [
    { to: '/inbox', icon: 'inbox', label: 'content:railInbox', order: 10, needs: WORKERS, useCount: useInboxCount },
    { to: '/documents', icon: 'pen', label: 'content:railDocuments', order: 20, needs: ['document.read'] },
  ],
  finder: [
    {
      label: 'content:documents',
      needs: ['document.read'],
      find: async (text, signal) => {
        const rows = await call(findDocuments, { query: { text } }, { signal })
        return rows.map((row) => ({
          key: row.id,
          title: row.title,
          hint: `${row.siteName} / ${row.channelName}`,
          to: `/documents/${row.id}`,
        }))
      },
    },
  ],
}
