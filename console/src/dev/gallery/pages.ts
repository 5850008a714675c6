import { page, type PageModule } from '../../app/page-module.ts'

/** Stands in for app/pages.ts in the gallery. */
export const pageModules: readonly PageModule[] = [
  {
    routes: [
      page('/lists', () => import('./lists-page.tsx').then((file) => file.ListsPage)),
      page('/states', () => import('./states-page.tsx').then((file) => file.StatesPage)),
      page('/tree', () => import('./tree-page.tsx').then((file) => file.TreePage)),
      page('/forms', () => import('./forms-page.tsx').then((file) => file.FormsPage)),
      page('/diff', () => import('./diff-page.tsx').then((file) => file.DiffPage)),
      page('/editor', () => import('./editor-page.tsx').then((file) => file.EditorPage)),
    ],
    rail: [
      { to: '/lists', icon: 'list', label: 'Lists', order: 1, needs: [], useCount: () => 12 },
      { to: '/states', icon: 'alert', label: 'States', order: 2, needs: [] },
      { to: '/tree', icon: 'tree', label: 'Tree', order: 3, needs: [] },
      { to: '/forms', icon: 'doc', label: 'Forms', order: 4, needs: [] },
      { to: '/diff', icon: 'docs', label: 'Diff', order: 5, needs: [] },
      { to: '/editor', icon: 'pen', label: 'Editor', order: 6, needs: [] },
    ],
  },
]
