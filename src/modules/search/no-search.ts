import { type SearchReader, SearchUnavailable } from './port.ts'

const refuse = async (): Promise<never> => {
  throw new SearchUnavailable('no search engine was given')
}

/** Where no engine runs: the platform works, and says that search is out. */
export const noSearch: SearchReader = { search: refuse, suggest: refuse, close: async () => undefined }
