import type { Api } from '../../kernel/http.ts'
import { cancelPageChange } from './commands/cancel-page-change.ts'
import * as contract from './contract.ts'
import { getFanOut } from './queries/get-fan-out.ts'
import { getPageStore } from './queries/get-page-store.ts'
import { getShownBy, listShownPages, listShownSites } from './queries/get-shown-by.ts'
import { getPageChange, listPageChanges } from './queries/list-page-changes.ts'
import { listTemplateUse } from './queries/list-template-use.ts'

export function routes(api: Api): void {
  const { pages, templates } = api.services
  api.query(contract.getShownBy, (view, input) => getShownBy(view, input, pages))
  api.query(contract.listShownSites, (view, input) => listShownSites(view, input, pages))
  api.query(contract.listShownPages, (view, input) => listShownPages(view, input, pages))
  api.query(contract.listTemplateUse, (view) => listTemplateUse(view, { templates, pages }))
  api.query(contract.listPageChanges, listPageChanges)
  api.query(contract.getPageChange, getPageChange)
  api.command(contract.cancelPageChange, cancelPageChange)
  api.query(contract.getFanOut, getFanOut)
  api.query(contract.getPageStore, () => getPageStore(pages))
}
