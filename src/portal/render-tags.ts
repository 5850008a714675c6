import { Tag, toValueSync, Value } from 'liquidjs'
import type { Context, Emitter, Liquid, TagToken, TopLevelToken } from 'liquidjs'
import type { SiteFrame } from './model.ts'
import { dateCn, datetimeCn, machineTime } from './render-dates.ts'
import { escapeHtml } from './render-escape.ts'
import { linkAttributes } from './render-links.ts'

type Print = (value: unknown, site: SiteFrame) => string

/** Tags that print one value as finished markup: one step of the template instead of five. */
export function registerTags(engine: Liquid): void {
  engine.registerTag('icon', printing(icon))
  engine.registerTag(
    'icon_large',
    printing((name) => icon(name, 'icon icon-l')),
  )
  engine.registerTag(
    'time',
    printing((at) => time(at, dateCn)),
  )
  engine.registerTag(
    'datetime',
    printing((at) => time(at, datetimeCn)),
  )
  engine.registerTag('link', printing(link))
  engine.registerTag('chip', printing(chip))
  engine.registerTag('pieces', printing(pieces))
  engine.registerTag('meta_tags', printing(metaTags))
}

/** The site whose page is being rendered. */
export function siteOf(context: Context): SiteFrame {
  const site: unknown = Reflect.get(context.globals, 'site')
  if (!isSiteFrame(site)) throw new Error('a page is rendered without its site')
  return site
}

/** A tag that prints one value. */
export abstract class PrintTag extends Tag {
  readonly value: Value
  abstract readonly print: Print

  constructor(token: TagToken, remaining: TopLevelToken[], liquid: Liquid) {
    super(token, remaining, liquid)
    this.value = new Value(token.args, liquid)
  }

  /** For LiquidJS itself; themes are compiled and do without. */
  render(context: Context, emitter: Emitter): void {
    emitter.write(this.print(toValueSync(this.value.value(context)), siteOf(context)))
  }
}

function printing(print: Print) {
  return class extends PrintTag {
    readonly print = print
  }
}

const ICON_NAME = /^[a-z][a-z-]*$/

function icon(name: unknown, className: unknown): string {
  if (typeof name !== 'string' || !ICON_NAME.test(name)) return ''
  const classes = typeof className === 'string' ? className : 'icon'
  return `<svg class="${classes}" aria-hidden="true"><use href="#i-${name}"/></svg>`
}

function time(at: unknown, format: (at: string) => string): string {
  if (typeof at !== 'string') return ''
  const machine = machineTime(at)
  return machine && `<time datetime="${machine}">${format(at)}</time>`
}

function link(target: unknown, site: SiteFrame): string {
  if (!isRecord(target)) return ''
  const { title, url } = target
  return typeof url === 'string'
    ? `<a ${linkAttributes(url, site)}>${escapeHtml(title)}</a>`
    : `<span>${escapeHtml(title)}</span>`
}

function chip(state: unknown): string {
  if (!isRecord(state)) return ''
  const tone = state.tone === 'on' || state.tone === 'watch' ? ` tag-${state.tone}` : ''
  return `<span class="tag${tone}">${escapeHtml(state.text)}</span>`
}

/** Text with the words that were found marked. */
function pieces(parts: unknown): string {
  if (!Array.isArray(parts)) return ''
  return parts
    .filter(isRecord)
    .map(({ text, isHit }) => (isHit === true ? `<mark>${escapeHtml(text)}</mark>` : escapeHtml(text)))
    .join('')
}

function metaTags(tags: unknown): string {
  if (!Array.isArray(tags)) return ''
  return tags
    .filter(isRecord)
    .map((tag) => `<meta name="${escapeHtml(tag.name)}" content="${escapeHtml(tag.content)}">`)
    .join('\n')
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null
}

function isSiteFrame(value: unknown): value is SiteFrame {
  return isRecord(value) && Array.isArray(value.trustedHosts) && typeof value.homeUrl === 'string'
}
