import type { Migration } from '../../../kernel/module.ts'
import { texts } from './001-texts.ts'

/** In order; one line each. */
export const searchMigrations: readonly Migration[] = [texts]
