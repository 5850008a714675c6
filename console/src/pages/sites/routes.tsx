import { page, type PageModule } from '../../app/page-module.ts'

export const sitesPages: PageModule = {
  routes: [
    page('/sites', () => import('./sites-page.tsx').then((file) => file.SitesPage)),
    page('/sites/new', () => import('./new-site-page.tsx').then((file) => file.NewSitePage), 'site.manage'),
    page('/sites/bulk', () => import('./bulk-sites-page.tsx').then((file) => file.BulkSitesPage), 'site.manage'),
    page('/sites/$id', () => import('./register-page.tsx').then((file) => file.RegisterPage)),
    page('/sites/$id/state', () => import('./state-page.tsx').then((file) => file.StatePage)),
    page('/sites/$id/settings', () => import('./settings-page.tsx').then((file) => file.SettingsPage)),
    page('/sites/$id/children', () => import('./children-page.tsx').then((file) => file.ChildrenPage)),
  ],
  rail: [
    {
      to: '/sites',
      icon: 'globe',
      label: 'sites:rail',
      order: 40,
      needs: ['site.manage', 'setting.manage', 'channel.manage'],
    },
  ],
}
