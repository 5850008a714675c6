import { page, type PageModule } from '../../app/page-module.ts'

export const channelsPages: PageModule = {
  routes: [page('/channels', () => import('./channels-page.tsx').then((file) => file.ChannelsPage))],
  rail: [{ to: '/channels', icon: 'tree', label: 'channels:rail', order: 30, needs: ['channel.manage'] }],
}
