import { hash } from 'node:crypto'
import type { FragmentUse } from '../kernel/page-store.ts'
import type { Frame, PageModel } from './model.ts'
import { TemplateError } from './render-errors.ts'
import { SafeHtml } from './safe-html.ts'
import type { Theme } from './render-theme.ts'

export { TemplateError } from './render-errors.ts'
export type { Theme } from './render-theme.ts'
export { openTheme, openThemes } from './render-themes.ts'
export type { TemplateOverride, Themes } from './render-themes.ts'
export { renderRss, renderSitemap } from './render-feeds.ts'

/** A whole page as HTML. Throws a TemplateError when a template is at fault, runs away or makes too much of a page. */
export function renderPage(theme: Theme, model: PageModel): string {
  const { site, reader } = model.frame
  const globals = { site, reader, look: theme.name, frame: model.frame, kind: model.kind }
  const main = theme.render(`page-${model.kind}`, model, globals)
  const top = fragment(theme, model, globals, 'top')
  const bottom = fragment(theme, model, globals, 'bottom')
  const head = theme.render('head', model.frame, globals)
  limitPage(theme, { [`page-${model.kind}`]: main, top, bottom, head })
  const scope = {
    head: new SafeHtml(head),
    sprite: new SafeHtml(sprite(theme, top, main, bottom)),
    top: new SafeHtml(top),
    main: new SafeHtml(main),
    bottom: new SafeHtml(bottom),
  }
  return theme.render('shell', scope, globals)
}

/** Each part may be as long as a page, all together too: the longest is at fault. */
function limitPage(theme: Theme, parts: Record<string, string>): void {
  const sizes = Object.entries(parts).map(([name, { length }]) => ({ name, length }))
  if (sizes.reduce((sum, { length }) => sum + length, 0) <= theme.limits.output) return
  const longest = sizes.reduce((a, b) => (b.length > a.length ? b : a))
  const template = theme.sources.get(longest.name)?.id ?? longest.name
  throw new TemplateError('output', { template, line: null }, `${longest.length} characters are too many for a page`)
}

/** Every template that a page of this kind can reach, as `base/page-list`: what it depends on. */
export function templatesOf(theme: Theme, kind: PageModel['kind']): readonly string[] {
  const parts = [`page-${kind}`, 'top', 'bottom', 'head', 'shell']
  return [...new Set(parts.flatMap((part) => theme.dependencies(part)))].toSorted()
}

const drawing = new WeakMap<Theme, Map<PageModel['kind'], boolean>>()

/** Can a page of this kind show the ridge of its site? Few do, so that its shape touches no other page. */
export function showsRidge(theme: Theme, kind: PageModel['kind']): boolean {
  const kept = drawing.get(theme) ?? new Map<PageModel['kind'], boolean>()
  drawing.set(theme, kept)
  const ids = new Set(templatesOf(theme, kind))
  const shows =
    kept.get(kind) ?? theme.sources.values().some(({ id, source }) => ids.has(id) && source.includes('ridge'))
  kept.set(kind, shows)
  return shows
}

const keysByTheme = new WeakMap<Theme, Map<PageModel['kind'], readonly string[]>>()

/**
 * What a page of this kind has read of templates, as keys of the change log: the sources it was made of, and for each from
 * the base the place where one of the look's own would win from the day it comes.
 */
export function templateKeys(theme: Theme, kind: PageModel['kind']): readonly string[] {
  const kept = keysByTheme.get(theme) ?? new Map<PageModel['kind'], readonly string[]>()
  keysByTheme.set(theme, kept)
  const keys =
    kept.get(kind) ??
    templatesOf(theme, kind).flatMap((id) => {
      const own = id.startsWith('base/') ? [`template:${theme.name}/${id.slice('base/'.length)}`] : []
      return [`template:${id}`, ...own]
    })
  kept.set(kind, keys)
  return keys
}

const digests = new WeakMap<Theme, Map<PageModel['kind'], string>>()

/** The templates of a page as a fragment: another template is another page, a change that leaves them the same is none. */
export function templateFragment(theme: Theme, kind: PageModel['kind']): FragmentUse {
  const kept = digests.get(theme) ?? new Map<PageModel['kind'], string>()
  digests.set(theme, kept)
  const ids = new Set(templatesOf(theme, kind))
  const sources = () =>
    [...theme.sources.values()].filter(({ id }) => ids.has(id)).map(({ id, source }) => `${id}\n${source}`)
  const digest = kept.get(kind) ?? hash('sha1', sources().toSorted().join('\n'), 'base64url')
  kept.set(kind, digest)
  return { name: `theme ${theme.name} ${kind}`, keys: templateKeys(theme, kind), digest }
}

/** Header and footer: the same on hundreds of pages, so kept beside the site's frame object. */
function fragment(theme: Theme, model: PageModel, globals: object, name: 'top' | 'bottom'): string {
  const { frame, kind } = model
  // The links of a search page carry what was asked.
  if (!isStandard(frame) || (name === 'top' && frame.keptQuery !== undefined)) return theme.render(name, frame, globals)
  const kept = theme.fragments.get(frame.site) ?? new Map<string, string>()
  theme.fragments.set(frame.site, kept)
  const shape = kind === 'home' || kind === 'print' ? kind : 'inner'
  const key = name === 'bottom' ? name : `${name} ${shape} ${frame.currentNav ?? ''}`
  const found = kept.get(key)
  if (found !== undefined) return found
  const made = theme.render(name, frame, globals)
  kept.set(key, made)
  return made
}

function isStandard({ reader }: Frame): boolean {
  return reader.view === 'standard' && reader.contrast === 'standard' && reader.text === 'standard'
}

const USE = '<use href="#i-'

/** The symbols the page uses, each once. */
function sprite(theme: Theme, ...parts: string[]): string {
  const names = new Set<string>()
  for (const part of parts) {
    for (let at = part.indexOf(USE); at !== -1; at = part.indexOf(USE, at + USE.length)) {
      names.add(part.slice(at + USE.length, part.indexOf('"', at + USE.length)))
    }
  }
  const symbols = [...names].map((name) => theme.icons.get(name) ?? '').join('')
  return `<svg class="sprite" width="0" height="0" aria-hidden="true">${symbols}</svg>`
}
