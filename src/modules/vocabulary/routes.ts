import type { Api } from '../../kernel/http.ts'
import { addSchemeVersion } from './commands/add-scheme-version.ts'
import { putCode } from './commands/put-code.ts'
import { retireCode } from './commands/retire-code.ts'
import * as contract from './contract.ts'
import { listSchemes } from './queries/list-schemes.ts'
import { getCodeList, getScheme, listCodeLists } from './queries/read-vocabulary.ts'

export function vocabularyRoutes(api: Api): void {
  api.query(contract.listSchemes, listSchemes)
  api.query(contract.getScheme, getScheme)
  api.command(contract.addSchemeVersion, addSchemeVersion)
  api.query(contract.listCodeLists, listCodeLists)
  api.query(contract.getCodeList, getCodeList)
  api.command(contract.putCode, putCode)
  api.command(contract.retireCode, retireCode)
}
