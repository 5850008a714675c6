import { createHash } from 'node:crypto'
import { Context, Liquid, LiquidError, RenderTag } from 'liquidjs'
import type { Template } from 'liquidjs'
import type { SiteFrame } from './model.ts'
import { TemplateError, type TemplateFaultKind } from './render-errors.ts'
import { escapeHtml } from './render-escape.ts'
import { childrenOf, compile, LimitPassed, type Run, type Step } from './render-fast.ts'
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
  /** Characters one fragment, and a whole page, may have. */
  output: number
}

/** A text may have two million characters with its markup; its page has room for as much again. */
export const limits: TemplateLimits = { parse: 200_000, time: 1_000, memory: 2_000_000, output: 4_000_000 }

/** How deep tags of one template may stand in each other. */
const MOST_NESTING = 50

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
  limits: TemplateLimits
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
    ownPropertyOnly: true,
    strictFilters: true,
    outputEscape: escapeHtml,
    parseLimit: bounds.parse,
    memoryLimit: bounds.memory,
  })
  restrict(engine)
  registerFilters(engine)
  registerTags(engine)
  const parsed = new Map(Array.from(sources, ([name, at]) => [name, parse(engine, at)] as const))
  const reached = closures(parsed, sources)
  const programs = new Map<string, Step>()
  const program = (template: string): Step => {
    const found = programs.get(template)
    if (!found) throw new Error(`theme ${source.name} has no template ${template}`)
    return found
  }
  for (const [name, nodes] of parsed) {
    const fault = (node: Template, error: unknown) => stopped(sources.get(name), node, error)
    programs.set(name, compile(nodes, { program, fault }))
  }
  return {
    name: source.name,
    digest: digestOf(sources, source.icons),
    limits: bounds,
    icons: readIcons(source.icons),
    fragments: new WeakMap(),
    sources,
    dependencies(template) {
      const found = reached.get(template)
      if (!found) throw new Error(`theme ${source.name} has no template ${template}`)
      return found
    },
    render(template, scope, globals) {
      const deadline = performance.now() + bounds.time
      const run: Run = { text: '', output: bounds.output, deadline, depth: 0, ticks: 0 }
      program(template)(new Context(scope, engine.options, { sync: true, globals }, { liquid: engine }), run)
      return run.text
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

function parse(engine: Liquid, at: Source): Template[] {
  try {
    return engine.parse(at.text)
  } catch (error) {
    const line = LiquidError.is(error) ? at.lineAt(error.token.begin) : null
    const cause: unknown = LiquidError.is(error) ? (error.originalError ?? error) : error
    throw new TemplateError(kindOf(cause, 'syntax'), { template: at.id, line }, reasonOf(cause))
  }
}

/** What went wrong at a node while a page was rendered. */
function stopped(at: Source | undefined, node: Template, error: unknown): Error {
  if (error instanceof TemplateError || !at) return error instanceof Error ? error : new Error(String(error))
  return new TemplateError(kindOf(error, 'failed'), placeOf(at, node), reasonOf(error))
}

function kindOf(error: unknown, otherwise: TemplateFaultKind): TemplateFaultKind {
  if (error instanceof LimitPassed) return error.limit
  if (error instanceof RangeError) return /call stack/.test(error.message) ? 'depth' : 'memory'
  const words = reasonOf(error)
  return telling.find(([pattern]) => pattern.test(words))?.[1] ?? otherwise
}

/** The engine tells its faults apart by words alone. */
const telling: readonly [RegExp, TemplateFaultKind][] = [
  [/^memory .*limit exceeded$/, 'memory'],
  [/^tag ".*" not found$/, 'tag'],
  [/^undefined filter: /, 'filter'],
  [/ not closed$/, 'unclosed'],
]

function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error)
}

/** For every template the ids of all it can reach. */
function closures(
  parsed: ReadonlyMap<string, readonly Template[]>,
  sources: ReadonlyMap<string, Source>,
): Map<string, readonly string[]> {
  const direct = new Map<string, ReadonlySet<string>>()
  for (const [name, at] of sources) {
    const tags = rendersIn(parsed.get(name) ?? [], at)
    direct.set(name, new Set(tags.map((tag) => targetOf(tag, at, sources))))
  }
  return new Map(
    Array.from(direct.keys(), (name) => {
      // A set is walked in order and sees what is added on the way.
      const seen = new Set([name])
      for (const one of seen) for (const target of direct.get(one) ?? []) seen.add(target)
      return [name, Array.from(seen, (one) => sources.get(one)?.id ?? one).toSorted()] as const
    }),
  )
}

/** The {% render %} tags of one template. */
function rendersIn(nodes: readonly Template[], at: Source, depth = 0): RenderTag[] {
  return nodes.flatMap((node) => {
    if (depth > MOST_NESTING)
      throw new TemplateError('depth', placeOf(at, node), `more than ${MOST_NESTING} tags in each other`)
    if (node instanceof RenderTag) return [node]
    return childrenOf(node).flatMap((children) => rendersIn(children, at, depth + 1))
  })
}

/** Only plain names, or nobody could say what a page depends on. */
function targetOf(tag: RenderTag, at: Source, sources: ReadonlyMap<string, Source>): string {
  const file = tag['file']
  if (typeof file !== 'string')
    throw new TemplateError('syntax', placeOf(at, tag), 'render needs the plain name of a template')
  if (!sources.has(file)) throw new TemplateError('missing', placeOf(at, tag), `there is no template ${file}`)
  return file
}

const placeOf = (at: Source, node: Template) => ({ template: at.id, line: at.lineAt(node.token.begin) })

function restrict(engine: Liquid): void {
  for (const tag of Object.keys(engine.tags)) if (!allowedTags.has(tag)) delete engine.tags[tag]
  for (const filter of Object.keys(engine.filters)) if (!allowedFilters.has(filter)) engine.unregisterFilter(filter)
}
