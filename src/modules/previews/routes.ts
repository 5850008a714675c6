import type { Api } from '../../kernel/http.ts'
import { createPreview } from './commands/create-preview.ts'
import { endPreviews } from './commands/end-previews.ts'
import * as contract from './contract.ts'

export function routes(api: Api): void {
  api.command(contract.createPreview, createPreview)
  api.command(contract.endPreviews, endPreviews)
}
