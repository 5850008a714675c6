import { listAccounts } from '../../../../src/modules/identity/contract.ts'
import { page, type PageModule } from '../../app/page-module.ts'
import { call } from '../../client.ts'

export const accountsPages: PageModule = {
  routes: [
    page('/organisations/accounts', () => import('./accounts-page.tsx').then((file) => file.AccountsPage)),
    page('/organisations/accounts/$id', () => import('./account-page.tsx').then((file) => file.AccountPage)),
    page('/organisations/roles', () => import('./roles-page.tsx').then((file) => file.RolesPage)),
    page('/me', () => import('./own-page.tsx').then((file) => file.OwnPage)),
  ],
  menu: [{ to: '/me', icon: 'key', label: 'accounts:own' }],
  finder: [
    {
      label: 'accounts:accounts',
      needs: ['account.manage', 'grant.manage', 'session.manage'],
      find: async (text, signal) => {
        const { items } = await call(listAccounts, { query: { text, pageSize: 8 } }, { signal })
        return items.map((one) => ({
          key: one.id,
          title: one.name,
          hint: `${one.login}　${one.organisation.shortName}`,
          to: `/organisations/accounts/${one.id}`,
        }))
      },
    },
  ],
}
