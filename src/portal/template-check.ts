import { createHash } from 'node:crypto'
import { Worker } from 'node:worker_threads'
import type { ShippedTemplate, TemplateChange, TemplateDraft, TemplateFault, Templates } from '../kernel/templates.ts'
import { fixturePages } from './fixtures/pages.ts'
import type { Reader } from './model.ts'
import { TemplateError } from './render-errors.ts'
import { LOOKS, shippedLayer, TEMPLATE_THEMES, type TemplateTheme } from './render-sources.ts'
import { openThemes, type TemplateOverride, type Themes } from './render-themes.ts'
import { renderPage } from './render.ts'

/** What trying one change out may cost, whatever the templates do: the thread is ended, the platform goes on. */
const THREAD = { milliseconds: 15_000, megabytes: 128 }
/** No sample page takes more than a few milliseconds; this allows for a busy machine. */
const LIMITS = { time: 500 }
const readers: Reader[] = [
  { view: 'standard', contrast: 'standard', text: 'standard' },
  { view: 'elder', contrast: 'high', text: 'large' },
]

export const portalTemplates: Templates = templatesWithin(THREAD)

/** `portalTemplates` with other limits of the thread, for tests. */
export function templatesWithin(thread: typeof THREAD): Templates {
  return {
    shipped: () => TEMPLATE_THEMES.flatMap(shippedBy),
    unusable: (overrides) => openThemes(known(overrides)).faults.map(faultOf),
    check: (change) => inThread(change, thread),
  }
}

function shippedBy(theme: TemplateTheme): ShippedTemplate[] {
  return Object.entries(shippedLayer(theme).templates).map(([name, source]) => {
    return { theme, name, source, digest: createHash('sha256').update(source).digest('hex') }
  })
}

/** Every sample page in every look that the change can touch. Runs in the worker; nothing in here limits its memory. */
export function tryOut(change: TemplateChange): TemplateFault | null {
  const after = openThemes(known(change.after), LIMITS)
  const broken = newlyUnusable(change, after)
  if (broken) return faultOf(broken)
  for (const look of change.theme === 'base' ? LOOKS : LOOKS.filter((one) => one === change.theme)) {
    for (const { model } of fixturePages) {
      for (const reader of readers) {
        try {
          renderPage(after.of(look), { ...model, frame: { ...model.frame, reader } })
        } catch (error) {
          if (error instanceof TemplateError) return faultOf(error)
          throw error
        }
      }
    }
  }
  return null
}

/** What was unusable before is no reason to refuse, unless it is the very template that is being changed. */
function newlyUnusable({ theme, name, before }: TemplateChange, after: Themes): TemplateError | undefined {
  if (after.faults.length === 0) return undefined
  const already = new Set(openThemes(known(before), LIMITS).faults.map(({ template }) => template))
  return after.faults.find(({ template }) => template === `${theme}/${name}` || !already.has(template))
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

function known(drafts: readonly TemplateDraft[]): TemplateOverride[] {
  return drafts.flatMap((draft) => {
    const theme = TEMPLATE_THEMES.find((one) => one === draft.theme)
    return theme ? [{ ...draft, theme }] : []
  })
}

function faultOf({ kind, template, line, reason }: TemplateError): TemplateFault {
  return { kind, template, line: line ?? 1, reason }
}
