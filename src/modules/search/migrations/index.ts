import type { Migration } from '../../../kernel/module.ts'
import { statistics } from './003-statistics.ts'

/** In order; one line each. */
export const searchMigrations: readonly Migration[] = [statistics]
