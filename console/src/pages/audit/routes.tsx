import { page, type PageModule } from '../../app/page-module.ts'

export const auditPages: PageModule = {
  routes: [page('/audit', () => import('./audit-page.tsx').then((file) => file.AuditPage))],
  rail: [{ to: '/audit', icon: 'log', label: 'audit:rail', order: 60, needs: ['audit.read', 'audit.verify'] }],
}
