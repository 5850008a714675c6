import type { Migration } from '../../../kernel/module.ts'
import { rules } from './002-rules.ts'

/** In order; one line each. */
export const searchMigrations: readonly Migration[] = [rules]
