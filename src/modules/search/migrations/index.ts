import type { Migration } from '../../../kernel/module.ts'
import { texts } from './001-texts.ts'
import { rules } from './002-rules.ts'
import { statistics } from './003-statistics.ts'

/** In order; one line each. */
export const searchMigrations: readonly Migration[] = [texts, rules, statistics]
