import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type {
  ShippedTemplate,
  TemplateChange,
  TemplateDraft,
  TemplateFault,
  TemplateReach,
  Templates,
} from '../kernel/templates.ts'
import { PAGE_KINDS } from './model.ts'
import { templatesOf } from './render.ts'
import type { TemplateError } from './render-errors.ts'
import { LOOKS, shippedLayer, TEMPLATE_THEMES, type TemplateTheme } from './render-sources.ts'
import { openThemes, type TemplateOverride, type Themes } from './render-themes.ts'

/** What trying one change out may cost, whatever the templates do: the thread is ended, the platform goes on. */
const THREAD = { milliseconds: 15_000, megabytes: 128 }

export const portalTemplates: Templates = templatesWithin(THREAD)

/** `portalTemplates` with other limits of the thread, for tests. */
export function templatesWithin(thread: typeof THREAD): Templates {
  return {
    shipped: () => TEMPLATE_THEMES.flatMap(shippedBy),
    unusable: (overrides) => openThemes(known(overrides)).faults.map(faultOf),
    reach: (overrides) => reachOf(openThemes(known(overrides))),
    check: (change) => inThread(change, thread),
  }
}

function shippedBy(theme: TemplateTheme): ShippedTemplate[] {
  return Object.entries(shippedLayer(theme).templates).map(([name, source]) => {
    return { theme, name, source, digest: createHash('sha256').update(source).digest('hex') }
  })
}

function reachOf(themes: Themes): TemplateReach[] {
  return LOOKS.flatMap((look) => {
    const theme = themes.of(look)
    return PAGE_KINDS.map((kind) => ({ look, kind, templates: templatesOf(theme, kind) }))
  })
}

function inThread(change: TemplateChange, { milliseconds, megabytes }: typeof THREAD): Promise<TemplateFault | null> {
  const template = `${change.theme}/${change.name}`
  return new Promise((resolve, reject) => {
    const worker = new Worker(new URL('./template-worker.ts', import.meta.url), {
      workerData: change,
      resourceLimits: { maxOldGenerationSizeMb: megabytes, maxYoungGenerationSizeMb: 32, stackSizeMb: 4 },
      env: {},
    })
    const timer = setTimeout(() => {
      resolve({ kind: 'time', template, line: 1, reason: `stopped after ${milliseconds} ms` })
      void worker.terminate()
    }, milliseconds)
    worker.once('message', resolve)
    worker.once('error', (error: Error & { code?: string }) => {
      if (error.code !== 'ERR_WORKER_OUT_OF_MEMORY') return reject(error)
      resolve({ kind: 'memory', template, line: 1, reason: `more than ${megabytes} MB` })
    })
    worker.once('exit', () => {
      clearTimeout(timer)
      reject(new Error('templates were not tried out'))
    })
  })
}

export function known(drafts: readonly TemplateDraft[]): TemplateOverride[] {
  return drafts.flatMap((draft) => {
    const theme = TEMPLATE_THEMES.find((one) => one === draft.theme)
    return theme ? [{ ...draft, theme }] : []
  })
}

export function faultOf({ kind, template, line, reason }: TemplateError): TemplateFault {
  return { kind, template, line: line ?? 1, reason }
}
