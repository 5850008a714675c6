import { page, type PageModule } from '../../app/page-module.ts'

export const importsPages: PageModule = {
  routes: [
    page('/imports', () => import('./imports-page.tsx').then((file) => file.ImportsPage)),
    page('/imports/new', () => import('./new-import-page.tsx').then((file) => file.NewImportPage), 'import.run'),
    page('/imports/$id', () => import('./run-page.tsx').then((file) => file.RunPage)),
  ],
  rail: [{ to: '/imports', icon: 'import', label: 'imports:rail', order: 70, needs: ['import.run'] }],
}
