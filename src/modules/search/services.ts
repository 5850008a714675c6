import type { SearchClient } from './node.ts'

declare module '../../kernel/http.ts' {
  interface Services {
    /** The search node; absent where routes are only described. */
    readonly search?: SearchClient
  }
}
