import { auditLabels } from '../../../../src/modules/audit/labels.ts'
import { contentLabels } from '../../../../src/modules/content/labels.ts'
import { identityLabels } from '../../../../src/modules/identity/labels.ts'
import { libraryLabels } from '../../../../src/modules/library/labels.ts'
import { migrationLabels } from '../../../../src/modules/migration/labels.ts'
import { organisationsLabels } from '../../../../src/modules/organisations/labels.ts'
import { sitesLabels } from '../../../../src/modules/sites/labels.ts'
import { vocabularyLabels } from '../../../../src/modules/vocabulary/labels.ts'
import { useLabels } from '../sites/use-labels.ts'

const modules = [
  auditLabels,
  contentLabels,
  identityLabels,
  libraryLabels,
  migrationLabels,
  organisationsLabels,
  sitesLabels,
  vocabularyLabels,
]
const words = {
  'zh-CN': Object.assign({}, ...modules.map((one) => one['zh-CN'])),
  en: Object.assign({}, ...modules.map((one) => one.en)),
}

/** What an action on record is called: every module words its own. */
export function useActionName(): (action: string) => string {
  const label = useLabels(words)
  return (action) => {
    const key = `action.${action}`
    return key in words['zh-CN'] ? label(key) : action
  }
}
