import { z } from 'zod'
import type { ApiProblem } from '../../api/problem.ts'
import { EntryFault } from '../../../../src/modules/content/contract.ts'
import type { EntryFault as Fault } from './types.ts'

const Faults = z.array(EntryFault)

/** The entries that a refusal names. */
export function faultsOf(problem: ApiProblem | null | undefined): readonly Fault[] {
  return Faults.safeParse(problem?.extra['faults']).data ?? []
}
