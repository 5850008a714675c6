import { createHash } from 'node:crypto'
import { globSync, readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { version as engineVersion } from 'liquidjs'
import type { ThemeName } from './model.ts'

/** Where a template belongs: to all sites, or to one look. */
export type TemplateTheme = 'base' | ThemeName
export const LOOKS = ['government', 'department', 'village'] as const satisfies readonly ThemeName[]
export const TEMPLATE_THEMES: readonly TemplateTheme[] = ['base', ...LOOKS]

/** Sources of one theme: template name → source. */
export interface Layer {
  from: TemplateTheme
  templates: Readonly<Record<string, string>>
}

const project = fileURLToPath(new URL('../../', import.meta.url))
const kept = new Map<TemplateTheme, Layer>()

/** The templates that came with this release, as they stand in themes/. */
export function shippedLayer(theme: TemplateTheme): Layer {
  const known = kept.get(theme)
  if (known) return known
  const root = `${project}themes/${theme}/templates/`
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.liquid'))
  const templates = files
    .map((file) => file.replaceAll('\\', '/').replace(/\.liquid$/, ''))
    .toSorted()
    .map((name) => [name, readFileSync(`${root}${name}.liquid`, 'utf8').replaceAll('\r\n', '\n')] as const)
  const layer: Layer = { from: theme, templates: Object.fromEntries(templates) }
  kept.set(theme, layer)
  return layer
}

export function readIconSheet(): string {
  return readFileSync(`${project}themes/base/assets/icons.svg`, 'utf8')
}

/**
 * Everything besides templates and data that decides what a page says: the portal, the modules it reads through, its
 * assets (pages carry their addresses) and the template engine. Another release means another version, so that a page
 * kept by the one before is not taken for current.
 */
export const RENDERER: string = versionOf([
  'src/portal/*.ts',
  'src/modules/{library,organisations,sites,vocabulary}/*.ts',
  'src/modules/{library,organisations,sites,vocabulary}/queries/*.ts',
  'themes/base/assets/*',
])

function versionOf(patterns: string[]): string {
  const hash = createHash('sha256').update(engineVersion)
  const files = globSync(patterns, { cwd: project }).filter((file) => !file.endsWith('.test.ts'))
  for (const file of files.map((one) => one.replaceAll('\\', '/')).toSorted()) {
    hash.update(`\n${file}\n`).update(readFileSync(project + file))
  }
  return hash.digest('hex').slice(0, 16)
}

export interface Tightened {
  text: string
  /** Line of the source, from 1, that a place in the text came from. */
  lineAt: (offset: number) => number
}

/** Indentation and lines of tags alone are for the one who writes a template, not for the reader's line. */
export function tighten(source: string): Tightened {
  const starts: number[] = []
  let text = ''
  const lines = source.split('\n')
  for (const [index, line] of lines.entries()) {
    const bare = line.replace(/^[ \t]+/, '')
    starts.push(text.length)
    text += bare
    if (index < lines.length - 1 && !/^\{%.*%\}$/.test(bare)) text += '\n'
  }
  return { text: text.trimEnd(), lineAt: (offset) => Math.max(1, starts.findLastIndex((start) => start <= offset) + 1) }
}

export function readIcons(svg: string): Map<string, string> {
  const symbols = svg.matchAll(/<symbol id="i-([a-z-]+)"[^>]*>.*?<\/symbol>/gs)
  return new Map(Array.from(symbols, ([markup, name]) => [name ?? '', markup] as const))
}
