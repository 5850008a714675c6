import { page, type PageModule } from '../../app/page-module.ts'

const NEEDS = 'template.manage'

export const templatesPages: PageModule = {
  routes: [
    page('/templates', () => import('./templates-page.tsx').then((file) => file.TemplatesPage), NEEDS),
    page('/templates/shown-by', () => import('./template-page.tsx').then((file) => file.TemplatePage), NEEDS),
  ],
  rail: [{ to: '/templates', icon: 'table', label: 'templates:rail', order: 45.5, needs: [NEEDS] }],
}
