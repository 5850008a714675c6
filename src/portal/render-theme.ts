import { createHash } from 'node:crypto'
import { Context, Liquid, LiquidError, LookupType, RenderTag, toValueSync } from 'liquidjs'
import type { Emitter, Template } from 'liquidjs'
import type { SiteFrame } from './model.ts'
import { TemplateError } from './render-errors.ts'
import { escapeHtml, plainText } from './render-escape.ts'
import { childrenOf, quicken } from './render-fast.ts'
import { registerFilters } from './render-filters.ts'
import { type Layer, readIcons, RENDERER, tighten, type Tightened } from './render-sources.ts'
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
  /** Of every source in force and of the renderer: the same digest means the same pages from the same data. */
  digest: string
  /** Symbol markup by icon name. */
  icons: ReadonlyMap<string, string>
  /** Fragments that depend on the site alone, for as long as its frame object lives. */
  fragments: WeakMap<SiteFrame, Map<string, string>>
  /** What is in force by the name of the template: where the source came from, and the source. */
  sources: ReadonlyMap<string, { id: string; source: string }>
  /**
   * Every template that rendering this one can reach, itself included, as `base/parts/nav` or `government/top`: the
   * theme says where the source in force came from. Sorted.
   */
  dependencies: (template: string) => readonly string[]
  render: (template: string, scope: object, globals: object) => string
}

export interface ThemeSource {
  name: string
  /** Later layers win. */
  layers: readonly Layer[]
  icons: string
  limits?: Partial<TemplateLimits>
}

type Source = Tightened & { id: string; source: string }

/** A theme from sources, parsed once. Throws a TemplateError where one does not parse or renders one that is not there. */
export function createTheme(source: ThemeSource): Theme {
  const bounds = { ...limits, ...source.limits }
  const sources = sourcesInForce(source.layers)
  const engine = new Liquid({
    templates: Object.fromEntries(Array.from(sources, ([name, { text }]) => [name, text])),
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
    Array.from(sources, ([name, at]) => [name, parse(engine, name, at)] as const),
  )
  const reached = closures(parsed, sources)
  for (const nodes of parsed.values()) quicken(nodes)
  return {
    name: source.name,
    digest: digestOf(sources, source.icons),
    icons: readIcons(source.icons),
    fragments: new WeakMap(),
    sources,
    dependencies(template) {
      const found = reached.get(template)
      if (!found) throw new Error(`theme ${source.name} has no template ${template}`)
      return found
    },
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

function sourcesInForce(layers: readonly Layer[]): Map<string, Source> {
  const found = new Map<string, Source>()
  for (const { from, templates } of layers) {
    for (const [name, text] of Object.entries(templates))
      found.set(name, { id: `${from}/${name}`, source: text, ...tighten(text) })
  }
  return found
}

function digestOf(sources: ReadonlyMap<string, Source>, icons: string): string {
  const hash = createHash('sha256').update(RENDERER).update(icons)
  for (const [, { id, source }] of Array.from(sources).toSorted(byName)) hash.update(`\0${id}\0${source}`)
  return hash.digest('hex')
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return a < b ? -1 : 1
}

function parse(engine: Liquid, name: string, at: Source): Template[] {
  try {
    return engine.parseFileSync(name, LookupType.Partials)
  } catch (error) {
    throw faultAt(at, error)
  }
}

function faultAt(at: Source, error: unknown): TemplateError {
  const line = error instanceof LiquidError ? at.lineAt(error.token.begin) : null
  const cause = error instanceof LiquidError ? (error.originalError ?? error) : error
  return new TemplateError('syntax', { template: at.id, line }, cause instanceof Error ? cause.message : String(cause))
}

/** For every template the ids of all it can reach. */
function closures(
  parsed: ReadonlyMap<string, readonly Template[]>,
  sources: ReadonlyMap<string, Source>,
): Map<string, readonly string[]> {
  const direct = new Map<string, ReadonlySet<string>>()
  for (const [name, at] of sources) direct.set(name, new Set(renderedBy(parsed.get(name) ?? [], at, sources)))
  return new Map(
    Array.from(direct.keys(), (name) => {
      // A set is walked in order and sees what is added on the way.
      const seen = new Set([name])
      for (const one of seen) for (const target of direct.get(one) ?? []) seen.add(target)
      return [name, Array.from(seen, (one) => sources.get(one)?.id ?? one).toSorted()] as const
    }),
  )
}

/** Names in the template's own {% render %} tags; only plain names, or nobody could say what a page depends on. */
function renderedBy(nodes: readonly Template[], at: Source, sources: ReadonlyMap<string, Source>): string[] {
  return nodes.flatMap((node) => {
    const below = childrenOf(node).flatMap((children) => renderedBy(children, at, sources))
    if (!(node instanceof RenderTag)) return below
    const place = { template: at.id, line: at.lineAt(node.token.begin) }
    const file: unknown = Reflect.get(node, 'file')
    if (typeof file !== 'string') throw new TemplateError('syntax', place, 'render needs the plain name of a template')
    if (!sources.has(file)) throw new TemplateError('missing', place, `there is no template ${file}`)
    return [file, ...below]
  })
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
