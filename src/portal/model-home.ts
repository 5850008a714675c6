import type { Chip, DocumentEntry, Entry, Link, Moment } from './model.ts'

/**
 * Modules of a home or topic page. Which ones stand, in what order, and their words are settings of the site.
 * `id` is unique on the page: it names the heading and is the target of links such as `#affairs`.
 */
interface Titled {
  id: string
  title: string
  more: Link | null
}

export interface IconLink extends Link {
  icon: string
  text: string | null
}

/** Head of the home page: what people come for. Shows a search box only where the site has one. */
export interface HeroModule {
  type: 'hero'
  heading: string
  intro: string | null
  hotTitle: string
  hotLinks: Link[]
}

export interface TilesModule {
  type: 'tiles'
  label: string
  items: IconLink[]
}

/** One urgent word, such as a water cut. */
export interface NoticeModule {
  type: 'notice'
  id: string
  title: string
  item: Entry
  by: string | null
}

export interface FeedModule extends Titled {
  type: 'feed'
  /** The first entry stands out with its summary. */
  hasLead: boolean
  items: Entry[]
  emptyText: string
}

export interface DocumentsModule extends Titled {
  type: 'documents'
  caption: string
  items: DocumentEntry[]
  emptyText: string
}

export interface ServicesModule extends Titled {
  type: 'services'
  groups: (Link & { icon: string; links: Link[] })[]
}

export interface PlacesModule extends Titled {
  type: 'places'
  groups: { title: string | null; sites: Link[] }[]
}

export interface FiguresModule extends Titled {
  type: 'figures'
  figures: { label: string; value: string; unit: string | null }[]
  /** Period and cut-off of the figures. */
  note: string | null
}

export interface ActsModule extends Titled {
  type: 'acts'
  items: IconLink[]
}

export interface TableModule extends Titled {
  type: 'table'
  caption: string
  columns: string[]
  rows: { title: string; url: string | null; cells: { text: string; at: Moment | null; chip: Chip | null }[] }[]
  note: string | null
}

/** 机构职能 and the like: a few sentences, listed. */
export interface TextModule extends Titled {
  type: 'text'
  paragraphs: string[]
  points: string[]
}

export interface ContactModule extends Titled {
  type: 'contact'
  rows: { label: string; text: string; url: string | null }[]
}

export interface PeopleModule extends Titled {
  type: 'people'
  people: { name: string; post: string; duty: string | null; phone: string | null; url: string | null }[]
  note: string | null
}

/** 村务公开: what is due when, and whether it came. */
export interface AffairsModule extends Titled {
  type: 'affairs'
  caption: string
  items: {
    title: string
    url: string | null
    rhythm: string
    lastAt: Moment | null
    dueAt: Moment | null
    dueText: string | null
    state: Chip
  }[]
}

export interface BoardModule extends Titled {
  type: 'board'
  items: {
    title: string
    url: string | null
    icon: string
    photoText: string | null
    reply: string
    by: string
    at: Moment
    steps: { text: string; isDone: boolean }[]
    stateText: string
  }[]
}

/** Modules that stand inside a column or a band. */
export type BlockModule =
  | FeedModule
  | DocumentsModule
  | ServicesModule
  | PlacesModule
  | FiguresModule
  | ActsModule
  | TableModule
  | TextModule
  | ContactModule
  | PeopleModule
  | AffairsModule
  | BoardModule

/** Columns side by side where there is room; each column stacks its modules. */
export interface ColumnsModule {
  type: 'columns'
  layout: 'equal' | 'wide-start'
  columns: BlockModule[][]
}

/** Tinted ground across the page. */
export interface BandModule {
  type: 'band'
  modules: BlockModule[]
}

export type HomeModule = HeroModule | TilesModule | NoticeModule | ColumnsModule | BandModule | BlockModule
