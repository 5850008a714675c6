import { parentPort, workerData } from 'node:worker_threads'
import type { TemplateChange, TemplateFault } from '../kernel/templates.ts'
import { fixturePages } from './fixtures/pages.ts'
import type { Reader } from './model.ts'
import { TemplateError } from './render-errors.ts'
import { LOOKS } from './render-sources.ts'
import { openThemes, type Themes } from './render-themes.ts'
import { renderPage } from './render.ts'
import { faultOf, known } from './template-check.ts'

// A thread of its own for templates nobody has tried yet: it may run out of memory or time, and nobody else does.

/** No sample page takes more than a few milliseconds; this allows for a busy machine. */
const LIMITS = { time: 500 }
const readers: Reader[] = [
  { view: 'standard', contrast: 'standard', text: 'standard' },
  { view: 'elder', contrast: 'high', text: 'large' },
]

const change: TemplateChange = workerData
parentPort?.postMessage(tryOut(change))

/** Every sample page in every look that the change can touch. */
function tryOut({ theme, name, before, after: wanted }: TemplateChange): TemplateFault | null {
  const after = openThemes(known(wanted), LIMITS)
  // What was unusable before is no reason to refuse, unless it is the very template that is being changed.
  const already = new Set(openThemes(known(before), LIMITS).faults.map(({ template }) => template))
  const broken = after.faults.find(({ template }) => template === `${theme}/${name}` || !already.has(template))
  if (broken) return faultOf(broken)
  for (const look of theme === 'base' ? LOOKS : LOOKS.filter((one) => one === theme)) {
    const fault = firstFault(after, look)
    if (fault) return faultOf(fault)
  }
  return null
}

function firstFault(themes: Themes, look: (typeof LOOKS)[number]): TemplateError | null {
  for (const { model } of fixturePages) {
    for (const reader of readers) {
      try {
        renderPage(themes.of(look), { ...model, frame: { ...model.frame, reader } })
      } catch (error) {
        if (error instanceof TemplateError) return error
        throw error
      }
    }
  }
  return null
}
