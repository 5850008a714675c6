import { useLabels } from '../sites/use-labels.ts'
import { moduleWords } from './module-words.ts'

/** What an entry is about: the name on record, or, where there is only one of its kind, what that is called. */
export function useTargetName() {
  const label = useLabels(moduleWords)
  return ({ targetLabel, targetKind, targetId }: { targetLabel: string; targetKind: string; targetId: string }) => {
    if (targetLabel !== '') return targetLabel
    const key = `target.${targetKind}`
    return key in moduleWords['zh-CN'] ? label(key) : targetId
  }
}
