import { page, type PageModule } from '../../app/page-module.ts'

export const pageChangesPages: PageModule = {
  routes: [page('/page-changes', () => import('./page-changes-page.tsx').then((file) => file.PageChangesPage))],
  rail: [{ to: '/page-changes', icon: 'refresh', label: 'pageChanges:rail', order: 45, needs: ['pages.watch'] }],
}
