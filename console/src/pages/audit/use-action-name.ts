import { useLabels } from '../sites/use-labels.ts'
import { moduleWords } from './module-words.ts'

/** What an action on record is called: every module words its own. */
export function useActionName(): (action: string) => string {
  const label = useLabels(moduleWords)
  return (action) => {
    const key = `action.${action}`
    return key in moduleWords['zh-CN'] ? label(key) : action
  }
}
