import { page, type PageModule } from '../../app/page-module.ts'
import { listOrganisations } from '../../../../src/modules/organisations/contract.ts'
import { call } from '../../client.ts'

export const organisationsPages: PageModule = {
  routes: [
    page('/organisations', () => import('./organisations-page.tsx').then((file) => file.OrganisationsPage)),
    page('/organisations/divisions', () => import('./divisions-page.tsx').then((file) => file.DivisionsPage)),
  ],
  rail: [
    {
      to: '/organisations',
      icon: 'people',
      label: 'organisations:rail',
      order: 50,
      needs: [
        'organisation.manage',
        'division.manage',
        'account.manage',
        'grant.manage',
        'rule.manage',
        'session.manage',
        'site.manage',
      ],
    },
  ],
  finder: [
    {
      label: 'organisations:organisations',
      needs: ['organisation.manage', 'account.manage', 'grant.manage', 'site.manage'],
      find: async (text, signal) => {
        const { items } = await call(listOrganisations, { query: { text, pageSize: 8 } }, { signal })
        return items.map((one) => ({
          key: one.id,
          title: one.name,
          hint: one.pathName,
          to: `/organisations?organisation=${one.id}`,
        }))
      },
    },
  ],
}
