import type { SiteFrame, TocEntry } from './model.ts'
import { linkAttributes } from './render-links.ts'
import { SafeHtml } from './safe-html.ts'

export interface PreparedBody {
  body: SafeHtml
  toc: TocEntry[]
}

const heading = /<h([1-6])(?: [^>]*)?>(.*?)<\/h\1>/gs
const table = /<table[^>]*>.*?<\/table>/gs
const anchor = /<a ((?:[^>"]|"[^"]*")*)>/g

/**
 * Fits sanitised markup into a page: headings start at h2 and get anchors for the table of contents, wide tables
 * scroll in a region of their own, links out of the government's domains get the leaving page. Expects what the
 * sanitiser writes (lower-case tags, double quotes) and nothing else.
 */
export function prepareBody(sanitised: string, site: Pick<SiteFrame, 'homeUrl' | 'trustedHosts'>): PreparedBody {
  const toc: TocEntry[] = []
  const levels = Array.from(sanitised.matchAll(heading), ([, level]) => Number(level))
  const top = Math.min(...levels, 6)
  let last = 1
  const headed = sanitised.replace(heading, (_match, level: string, inner: string) => {
    // No level is skipped, whatever the writer chose.
    last = Math.min(Number(level) - top + 2, last + 1, 6)
    const id = `s${toc.length + 1}`
    toc.push({ id, text: plainText(inner) })
    return `<h${last} id="${id}">${inner}</h${last}>`
  })
  let tables = 0
  const scrolling = headed.replace(table, (markup) => {
    tables += 1
    return `<div class="scroll" tabindex="0" role="region" aria-label="${tableName(markup, tables)}">${alignFigures(markup)}</div>`
  })
  const linked = scrolling.replace(anchor, (whole, attributes: string) => {
    const href = /(?:^| )href="([^"]*)"/.exec(attributes)?.[1]
    return href === undefined ? whole : `<a ${linkAttributes(unescape(href), site)}>`
  })
  return { body: new SafeHtml(linked), toc: toc.length > 2 ? toc : [] }
}

const row = /<tr[^>]*>.*?<\/tr>/gs
const cell = /<(t[hd])([^>]*)>(.*?)<\/\1>/gs
const figure = /^[-+−]?\d[\d,]*(?:\.\d+)?[%‰]?$/

/** Columns of nothing but figures stand right, head and all, so that one reads down them; joined cells are left as they are. */
function alignFigures(markup: string): string {
  if (/ (?:row|col)span=| class=/.test(markup)) return markup
  const columns: { figures: number; words: number }[] = []
  for (const [line] of markup.matchAll(row)) {
    let at = 0
    for (const [, tag, , inner = ''] of line.matchAll(cell)) {
      const column = (columns[at++] ??= { figures: 0, words: 0 })
      const text = tag === 'td' ? plainText(inner) : ''
      if (text !== '') column[figure.test(text) ? 'figures' : 'words'] += 1
    }
  }
  const stands = columns.map(({ figures, words }) => words === 0 && figures > 1)
  if (!stands.includes(true)) return markup
  return markup.replace(row, (line) => {
    let at = 0
    return line.replace(cell, (whole, tag: string, attributes: string, inner: string) =>
      stands[at++] ? `<${tag}${attributes} class="figure">${inner}</${tag}>` : whole,
    )
  })
}

function tableName(markup: string, number: number): string {
  const caption = /<caption[^>]*>(.*?)<\/caption>/s.exec(markup)?.[1]
  const name = caption ? plainText(caption).replaceAll('"', '&quot;') : `表 ${number}`
  return `${name}（可左右滑动）`
}

function plainText(markup: string): string {
  return unescape(markup.replace(/<[^>]*>/g, '')).trim()
}

function unescape(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&quot;', '"').replaceAll('&amp;', '&')
}
