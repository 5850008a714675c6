import { page, type PageModule } from '../../app/page-module.ts'

export const searchPages: PageModule = {
  routes: [
    page('/search', () => import('./figures-page.tsx').then((file) => file.FiguresPage)),
    page('/search/words', () => import('./words-page.tsx').then((file) => file.WordsPage)),
    page('/search/worklist', () => import('./worklist-page.tsx').then((file) => file.WorklistPage)),
    page('/search/synonyms', () => import('./synonyms-page.tsx').then((file) => file.SynonymsPage)),
    page('/search/synonyms/new', () => import('./synonym-page.tsx').then((file) => file.NewSynonymPage), 'search.tune'),
    page('/search/synonyms/$id', () => import('./synonym-page.tsx').then((file) => file.SynonymPage)),
    page('/search/pins', () => import('./pins-page.tsx').then((file) => file.PinsPage)),
    page('/search/pins/new', () => import('./pin-page.tsx').then((file) => file.NewPinPage), 'search.tune'),
    page('/search/pins/$id', () => import('./pin-page.tsx').then((file) => file.PinPage)),
    page('/search/try', () => import('./try-page.tsx').then((file) => file.TryPage)),
    page('/search/index', () => import('./index-page.tsx').then((file) => file.IndexPage)),
  ],
  rail: [{ to: '/search', icon: 'search', label: 'search:rail', order: 46, needs: ['search.tune'] }],
}
