import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { Context, Liquid, LookupType, toValueSync } from 'liquidjs'
import type { Emitter, Template } from 'liquidjs'
import type { SiteFrame, ThemeName } from './model.ts'
import { escapeHtml, plainText } from './render-escape.ts'
import { quicken } from './render-fast.ts'
import { registerFilters } from './render-filters.ts'
import { registerTags } from './render-tags.ts'

/** What a template may cost before it is stopped. */
export interface TemplateLimits {
  /** Characters of one template file. */
  parse: number
  /** Milliseconds of one fragment. */
  time: number
  /** Elements and characters made by filters and ranges in one fragment. */
  memory: number
  /** Characters one fragment may put out. */
  output: number
}

const limits: TemplateLimits = { parse: 200_000, time: 1_000, memory: 2_000_000, output: 4_000_000 }

/** Tags an operator's template may use. The rest either prints unescaped or lets text grow without being counted. */
const allowedTags = new Set(['if', 'unless', 'case', 'for', 'assign', 'render', 'comment', '#', 'break', 'continue'])
const allowedFilters = new Set(
  `default size first last join reverse slice concat compact uniq map where append prepend strip truncate replace split
  capitalize downcase upcase plus minus times divided_by modulo round floor ceil abs at_least at_most`.split(/\s+/),
)

export interface Theme {
  name: string
  /** Symbol markup by icon name. */
  icons: ReadonlyMap<string, string>
  /** Fragments that depend on the site alone, for as long as its frame object lives. */
  fragments: WeakMap<SiteFrame, Map<string, string>>
  render: (template: string, scope: object, globals: object) => string
}

export interface ThemeSource {
  name: string
  /** Template name → source; later layers win. */
  layers: Record<string, string>[]
  icons: string
  limits?: Partial<TemplateLimits>
}

const folder = fileURLToPath(new URL('../../themes/', import.meta.url))

/** Reads a theme of the project: the base and, over it, the theme's own files. */
export function openTheme(name: ThemeName): Theme {
  const layers = [readTemplates('base'), readTemplates(name)]
  return createTheme({ name, layers, icons: readFileSync(`${folder}base/assets/icons.svg`, 'utf8') })
}

/** A theme from sources, parsed once. Throws where a template does not parse. */
export function createTheme(source: ThemeSource): Theme {
  const bounds = { ...limits, ...source.limits }
  const files = Object.assign({}, ...source.layers)
  const engine = new Liquid({
    templates: files,
    cache: true,
    relativeReference: false,
    ownPropertyOnly: true,
    strictFilters: true,
    outputEscape: escapeHtml,
    parseLimit: bounds.parse,
    renderLimit: bounds.time,
    memoryLimit: bounds.memory,
  })
  restrict(engine)
  registerFilters(engine)
  registerTags(engine)
  const parsed = new Map<string, Template[]>(
    Object.keys(files).map((file) => [file, engine.parseFileSync(file, LookupType.Partials)] as const),
  )
  for (const nodes of parsed.values()) quicken(nodes)
  return {
    name: source.name,
    icons: readIcons(source.icons),
    fragments: new WeakMap(),
    render(template, scope, globals) {
      const nodes = parsed.get(template)
      if (!nodes) throw new Error(`theme ${source.name} has no template ${template}`)
      const emitter = cappedEmitter(bounds.output)
      const context = new Context(scope, engine.options, { sync: true, globals }, { liquid: engine })
      toValueSync(engine.renderer.renderTemplates(nodes, context, emitter))
      return emitter.buffer
    },
  }
}

function restrict(engine: Liquid): void {
  for (const tag of Object.keys(engine.tags)) if (!allowedTags.has(tag)) delete engine.tags[tag]
  for (const filter of Object.keys(engine.filters)) if (!allowedFilters.has(filter)) engine.unregisterFilter(filter)
}

function cappedEmitter(limit: number): Emitter {
  return {
    buffer: '',
    write(part: unknown) {
      this.buffer += typeof part === 'string' ? part : plainText(part)
      if (this.buffer.length > limit) throw new Error('output limit exceeded')
    },
  }
}

function readTemplates(theme: string): Record<string, string> {
  const root = `${folder}${theme}/templates/`
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.liquid'))
  return Object.fromEntries(
    files.map((file) => [
      file.replaceAll('\\', '/').replace(/\.liquid$/, ''),
      tighten(readFileSync(root + file, 'utf8')),
    ]),
  )
}

/** Indentation and lines of tags alone are for the one who writes a template, not for the reader's line. */
function tighten(template: string): string {
  return template
    .replace(/^[ \t]+/gm, '')
    .replace(/^(\{%.*%\})\n/gm, '$1')
    .trimEnd()
}

function readIcons(svg: string): Map<string, string> {
  const symbols = svg.matchAll(/<symbol id="i-([a-z-]+)"[^>]*>.*?<\/symbol>/gs)
  return new Map(Array.from(symbols, ([markup, name]) => [name ?? '', markup] as const))
}
