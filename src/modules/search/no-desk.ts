import type { SearchDesk } from './desk.ts'
import { SearchUnavailable } from './port.ts'

const refuse = async (): Promise<never> => {
  throw new SearchUnavailable('no search process was given')
}

/** Where no search process is known: everything but the stored rules and figures says so. */
export const noDesk: SearchDesk = {
  reader: { search: refuse, suggest: refuse, close: async () => undefined },
  state: refuse,
  rebuild: refuse,
}
