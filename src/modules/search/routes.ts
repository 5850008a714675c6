import type { Api } from '../../kernel/http.ts'
import { importSynonyms } from './commands/import-synonyms.ts'
import { rebuildIndex } from './commands/rebuild-index.ts'
import { createPin, deletePin, restorePin, updatePin } from './commands/save-pin.ts'
import { createSynonym, deleteSynonym, restoreSynonym, updateSynonym } from './commands/save-synonym.ts'
import { reopenWord, settleWord } from './commands/settle-word.ts'
import './services.ts'
import * as contract from './contract.ts'
import { noNode } from './no-node.ts'
import { exportSynonyms } from './queries/export-synonyms.ts'
import { getIndexState, listUnreadFiles } from './queries/get-index-state.ts'
import { getSearchFigures } from './queries/get-search-figures.ts'
import { getPin, listPins } from './queries/list-pins.ts'
import { listSearchWords } from './queries/list-search-words.ts'
import { getSynonym, listSynonyms } from './queries/list-synonyms.ts'
import { listWorkWords } from './queries/list-work-words.ts'
import { explainSearch, previewChange } from './queries/preview-change.ts'

export function routes(api: Api): void {
  const node = api.services.search ?? noNode
  api.query(contract.listSynonyms, listSynonyms)
  api.query(contract.getSynonym, getSynonym)
  api.command(contract.createSynonym, createSynonym)
  api.command(contract.updateSynonym, updateSynonym)
  api.command(contract.deleteSynonym, deleteSynonym)
  api.command(contract.restoreSynonym, restoreSynonym)
  api.query(contract.exportSynonyms, exportSynonyms)
  api.command(contract.importSynonyms, importSynonyms)
  api.query(contract.listPins, listPins)
  api.query(contract.getPin, getPin)
  api.command(contract.createPin, createPin)
  api.command(contract.updatePin, updatePin)
  api.command(contract.deletePin, deletePin)
  api.command(contract.restorePin, restorePin)
  api.query(contract.previewChange, (view, input) => previewChange(view, input, node))
  api.query(contract.explainSearch, (view, input) => explainSearch(view, input, node))
  api.query(contract.getSearchFigures, getSearchFigures)
  api.query(contract.listSearchWords, listSearchWords)
  api.query(contract.listWorkWords, listWorkWords)
  api.command(contract.settleWord, settleWord)
  api.command(contract.reopenWord, reopenWord)
  api.query(contract.getIndexState, (view) => getIndexState(view, node))
  api.command(contract.rebuildIndex, (work) => rebuildIndex(work, node))
  api.query(contract.listUnreadFiles, listUnreadFiles)
}
