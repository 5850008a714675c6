import type { Api } from '../../kernel/http.ts'
import { cancelPageChange } from './commands/cancel-page-change.ts'
import * as contract from './contract.ts'
import { getFanOut } from './queries/get-fan-out.ts'
import { getPageStore } from './queries/get-page-store.ts'
import { getShownBy } from './queries/get-shown-by.ts'
import { getPageChange, listPageChanges } from './queries/list-page-changes.ts'

export function routes(api: Api): void {
  const { pages } = api.services
  api.query(contract.getShownBy, (view, input) => getShownBy(view, input, pages))
  api.query(contract.listPageChanges, listPageChanges)
  api.query(contract.getPageChange, getPageChange)
  api.command(contract.cancelPageChange, cancelPageChange)
  api.query(contract.getFanOut, getFanOut)
  api.query(contract.getPageStore, () => getPageStore(pages))
}
