import { parentPort, workerData } from 'node:worker_threads'
import type { TemplateChange } from '../kernel/templates.ts'
import { tryOut } from './template-check.ts'

/** A thread of its own for templates nobody has tried yet: it may run out of memory or time, and nobody else does. */
const change: TemplateChange = workerData
parentPort?.postMessage(tryOut(change))
