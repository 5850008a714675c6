import './tables-statistics.ts'
import './tables-texts.ts'
import './tables.ts'

/** What operators have taught the search, as it counts now; heard of through the key `search-rules:` in the change log. */
export { nextRulesChange, rulesInForce } from './queries/rules-in-force.ts'
