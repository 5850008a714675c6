import type { SearchClient } from './node.ts'
import { SearchUnavailable } from './port.ts'

const refuse = async (): Promise<never> => {
  throw new SearchUnavailable('no search node was given')
}

/** Where no search node is known: everything but the stored rules and figures says so. */
export const noNode: SearchClient = {
  search: refuse,
  suggest: refuse,
  state: refuse,
  rebuild: refuse,
  caughtUp: async () => false,
  close: async () => undefined,
}
