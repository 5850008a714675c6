import { z } from 'zod'
import { job } from '../../kernel/jobs.ts'
import { runImport } from './commands/run-import.ts'

export const runImportJob = job('migration.run', z.object({ runId: z.uuid() }), runImport)
