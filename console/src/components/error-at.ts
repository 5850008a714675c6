import { clauseMark } from './marks.ts'
import type { ApiProblem } from '../api/problem.ts'

/** What the server said about one field. `/title` also finds `/body/title`, where the pointer starts at the whole input. */
export function errorAt(problem: Pick<ApiProblem, 'errors'> | null | undefined, pointer: string): string | undefined {
  const found =
    problem?.errors.filter((error) => error.pointer === pointer || error.pointer === `/body${pointer}`) ?? []
  return found.length === 0 ? undefined : found.map((error) => error.detail).join(clauseMark())
}
