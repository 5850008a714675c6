import { page, type PageModule } from '../../app/page-module.ts'

export const batchesPages: PageModule = {
  routes: [
    page('/batches', () => import('./batches-page.tsx').then((file) => file.BatchesPage)),
    page('/batches/$id', () => import('./batch-page.tsx').then((file) => file.BatchPage)),
  ],
  rail: [{ to: '/batches', icon: 'docs', label: 'batches:rail', order: 25, needs: ['document.publish'] }],
}
