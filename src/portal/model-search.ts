import type { Chip, Frame, Link, Moment } from './model.ts'

/** Text with the words that were found; `{% pieces … %}` shows them. */
export interface Piece {
  text: string
  isHit: boolean
}

export type SearchState = 'results' | 'nothing' | 'empty' | 'unavailable' | 'busy'

/** Something the reader should know about how their words were taken. */
export interface SearchNote {
  tone: 'plain' | 'ask'
  text: string
  links: Link[]
  /** Behind the links. */
  end: string
}

export interface SearchChoice extends Link {
  isOn: boolean
}

export interface FilterOption extends SearchChoice {
  count: number
  /** Depth in a tree: 0 at the left edge. */
  depth: number
}

export interface FilterGroup {
  name: string
  title: string
  options: FilterOption[]
  /** Behind 更多. */
  more: FilterOption[]
}

export interface SearchDates {
  from: string
  until: string
  today: string
  quick: SearchChoice[]
  hidden: { name: string; value: string }[]
}

export interface SearchEntry {
  type: 'item' | 'file' | 'organisation' | 'person' | 'site' | 'channel' | 'service'
  position: number
  title: Piece[]
  url: string
  snippet: Piece[]
  /** 公文, 机构, 附件 … */
  label: string
  icon: string | null
  isPinned: boolean
  /** Shown larger: the office or the service that is asked for. */
  isLead: boolean
  at: Moment | null
  site: Link | null
  documentNumber: string | null
  issuer: string | null
  chip: Chip | null
  /** Of a file: PDF, DOCX, and the page that the snippet is from. */
  format: string | null
  page: number | null
  /** The text that a file belongs to. */
  parent: Link | null
  phone: string | null
  address: string | null
  hours: string | null
  /** What an office does, what somebody is. */
  duty: string | null
  also: { total: number; isGuide: boolean; items: Link[]; rest: number } | null
}

export interface SearchPager {
  text: string
  pages: (Link & { isCurrent: boolean; isGap: boolean })[]
  prev: string | null
  next: string | null
  /** Nobody gets further than this. */
  isAtLimit: boolean
}

export interface SearchPage {
  frame: Frame
  kind: 'search'
  state: SearchState
  query: string
  box: {
    action: string
    suggest: string
    placeholder: string
    hidden: { name: string; value: string }[]
  }
  notes: SearchNote[]
  scopes: SearchChoice[]
  /** 找到 286 条; null where nothing was searched. */
  total: string | null
  sorts: SearchChoice[]
  chosen: Link[]
  clearUrl: string | null
  groups: FilterGroup[]
  areCountsExact: boolean
  dates: SearchDates | null
  entries: SearchEntry[]
  pager: SearchPager | null
  hot: Link[]
  /** Tasks by life event; null where the site has none. */
  services: { groups: (Link & { icon: string; links: Link[] })[] } | null
  /** Ways on where nothing is found. */
  ways: Link[]
  channels: Link[]
  clickUrl: string
}
