import { auditLabels } from '../../../../src/modules/audit/labels.ts'
import { contentLabels } from '../../../../src/modules/content/labels.ts'
import { identityLabels } from '../../../../src/modules/identity/labels.ts'
import { libraryLabels } from '../../../../src/modules/library/labels.ts'
import { migrationLabels } from '../../../../src/modules/migration/labels.ts'
import { organisationsLabels } from '../../../../src/modules/organisations/labels.ts'
import { previewsLabels } from '../../../../src/modules/previews/labels.ts'
import { searchLabels } from '../../../../src/modules/search/labels.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { vocabularyLabels } from '../../../../src/modules/vocabulary/labels.ts'

const modules = [
  auditLabels,
  contentLabels,
  identityLabels,
  libraryLabels,
  migrationLabels,
  organisationsLabels,
  previewsLabels,
  searchLabels,
  sitesLabels,
  vocabularyLabels,
]

type Words = Readonly<Record<string, string>>

/** The words of every module: acts and settings of all of them stand in the audit trail. */
export const moduleWords: { 'zh-CN': Words; en: Words } = {
  'zh-CN': Object.assign({}, ...modules.map((one) => one['zh-CN'])),
  en: Object.assign({}, ...modules.map((one) => one.en)),
}
