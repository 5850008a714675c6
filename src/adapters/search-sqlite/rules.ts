import type { DatabaseSync } from 'node:sqlite'
import type { SearchRules } from '../../modules/search/port.ts'
import { createSynonyms, type Synonyms } from '../../modules/search/text/synonyms.ts'
import { readMeta } from './schema.ts'
import { RULES } from './shared.ts'

type Rules = { rules: SearchRules; synonyms: Synonyms }

/** Those in force, or what a query brings to be tried. */
export function createRules(db: DatabaseSync, state: Int32Array): (tried?: SearchRules) => Rules {
  let known: (Rules & { version: number }) | null = null
  return (tried) => {
    if (tried) return { rules: tried, synonyms: createSynonyms(tried.synonyms) }
    const version = Atomics.load(state, RULES)
    if (known?.version !== version) {
      const rules: SearchRules = JSON.parse(readMeta(db, 'rules') ?? '{"synonyms":[],"pins":[]}')
      known = { version, rules, synonyms: createSynonyms(rules.synonyms) }
    }
    return known
  }
}
