import { createHash } from 'node:crypto'
import type { ThemeName } from './model.ts'
import { TemplateError } from './render-errors.ts'
import { type Layer, LOOKS, readIconSheet, shippedLayer, type TemplateTheme } from './render-sources.ts'
import { createTheme, type TemplateLimits, type Theme } from './render-theme.ts'

/** A template that an operator has put in the place of a shipped one, or added. */
export interface TemplateOverride {
  theme: TemplateTheme
  name: string
  source: string
  /** Changes with the source. */
  digest: string
}

export interface Themes {
  /** Changes when a page of any look may change. */
  readonly digest: string
  of: (look: ThemeName) => Theme
  /** Overrides that this release cannot use; the shipped templates stand in their place. */
  readonly faults: readonly TemplateError[]
}

type Built = { theme: Theme; faults: readonly TemplateError[] }

/** Looks as they were built last, by what went into them: a page of the past costs no more than one of today. */
const built = new Map<string, Built>()
const MOST_BUILT = 12

type Limits = Partial<TemplateLimits>

/**
 * The shipped templates with overrides in their place. A look is built when it is first asked for, and kept: the same
 * overrides again cost a look-up.
 */
export function openThemes(overrides: readonly TemplateOverride[] = [], limits: Limits = {}): Themes {
  const looks = new Map<ThemeName, Built>()
  const one = (look: ThemeName): Built => {
    const found = looks.get(look) ?? lookWith(look, overrides, limits)
    looks.set(look, found)
    return found
  }
  const all = () => LOOKS.map(one)
  return {
    get digest() {
      const digests = all().map(({ theme }) => theme.digest)
      return createHash('sha256').update(digests.join()).digest('hex')
    },
    of: (look) => one(look).theme,
    get faults() {
      return uniqueFaults(all().flatMap(({ faults }) => faults))
    },
  }
}

/** A look as it was shipped. */
export function openTheme(look: ThemeName): Theme {
  return openThemes().of(look)
}

function lookWith(look: ThemeName, overrides: readonly TemplateOverride[], limits: Limits): Built {
  const own = overrides.filter(({ theme }) => theme === 'base' || theme === look)
  const key = [
    look,
    JSON.stringify(limits),
    ...own.map(({ theme, name, digest }) => `${theme}/${name}=${digest}`).toSorted(),
  ].join('\n')
  const found = built.get(key) ?? build(look, own, limits)
  // Put back as the youngest, so that the oldest one falls out.
  built.delete(key)
  built.set(key, found)
  if (built.size > MOST_BUILT) for (const oldest of [...built.keys()].slice(0, 1)) built.delete(oldest)
  return found
}

/** An override that does not parse under this release is left out: one fault must not take the look with it. */
function build(look: ThemeName, overrides: readonly TemplateOverride[], limits: Limits): Built {
  const faults: TemplateError[] = []
  let used = overrides
  for (;;) {
    try {
      const theme = createTheme({ name: look, layers: layersOf(look, used), icons: readIconSheet(), limits })
      return { theme, faults }
    } catch (error) {
      if (!(error instanceof TemplateError)) throw error
      const left = used.filter(({ theme, name }) => `${theme}/${name}` !== error.template)
      if (left.length === used.length) throw error
      faults.push(error)
      used = left
    }
  }
}

function layersOf(look: ThemeName, overrides: readonly TemplateOverride[]): Layer[] {
  return (['base', look] as const).flatMap((from) => [
    shippedLayer(from),
    {
      from,
      templates: Object.fromEntries(
        overrides.filter(({ theme }) => theme === from).map(({ name, source }) => [name, source] as const),
      ),
    },
  ])
}

function uniqueFaults(faults: readonly TemplateError[]): TemplateError[] {
  return [...new Map(faults.map((fault) => [fault.template, fault])).values()]
}
