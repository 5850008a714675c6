import type { ComponentType } from 'react'
import type { IconName } from '../components/icon.tsx'

/** A page: its address below /console, and where its code is fetched from when somebody goes there. */
export interface PageRoute {
  /** `/documents`, `/documents/$id`. */
  path: string
  load: () => Promise<ComponentType>
  /** For holders of this permission only; anybody else is told so instead of filling in what will be refused. */
  needs?: string
}

export interface RailEntry {
  to: string
  icon: IconName
  /** Key of the label with its namespace: `content:rail`. */
  label: string
  order: number
  /** Shown to holders of any of these; an empty list shows it to everybody. */
  needs: readonly string[]
  /** A counter beside the label, such as the number of things that wait; called as a hook. */
  useCount?: () => number | undefined
}

export interface FinderHit {
  key: string
  title: string
  hint?: string
  to: string
}

/** Things a module lets people find with `/`. */
export interface FinderSource {
  /** Heading over its hits, key with namespace. */
  label: string
  needs: readonly string[]
  find: (text: string, signal: AbortSignal) => Promise<readonly FinderHit[]>
}

/** What `pages/<module>/routes.tsx` exports; app/pages.ts lists them. */
export interface PageModule {
  routes: readonly PageRoute[]
  rail?: readonly RailEntry[]
  /** Entries in the person's own menu, such as sessions and password. */
  menu?: readonly { to: string; label: string; icon: IconName }[]
  finder?: readonly FinderSource[]
}

/** Declares a page whose code is fetched on first visit: `page('/documents', () => import('./documents-page.tsx').then((m) => m.DocumentsPage))`. */
export function page(path: string, load: () => Promise<ComponentType>, needs?: string): PageRoute {
  return needs === undefined ? { path, load } : { path, load, needs }
}
