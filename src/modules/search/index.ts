import './tables-statistics.ts'

export * from './port.ts'
export { noSearch } from './no-search.ts'
export { type Counted, countSearches, forgetOldSearches } from './commands/count-searches.ts'
export { hotWords } from './queries/hot-words.ts'
export { cleanWords, isNameless } from './rules-statistics.ts'
