import { page, type PageModule } from '../../app/page-module.ts'

export const securityPages: PageModule = {
  routes: [
    page('/organisations/security', () => import('./password-rules-page.tsx').then((file) => file.PasswordRulesPage)),
  ],
}
