import type { Api } from '../../kernel/http.ts'
import * as contract from './contract.ts'
import { getShownBy } from './queries/get-shown-by.ts'

export function routes(api: Api): void {
  const { pages } = api.services
  api.query(contract.getShownBy, (view, input) => getShownBy(view, input, pages))
}
