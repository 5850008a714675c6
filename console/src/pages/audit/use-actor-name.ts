import { useCallback } from 'react'
import { auditLabels } from '../../../../src/modules/audit/labels.ts'
import { useLabels } from '../sites/use-labels.ts'

/** Who did it: a person by name; a part of the platform, of which only a code is on record, by what it is called. */
export function useActorName(): (name: string) => string {
  const label = useLabels(auditLabels)
  return useCallback((name: string) => (`actor.${name}` in auditLabels.en ? label(`actor.${name}`) : name), [label])
}
