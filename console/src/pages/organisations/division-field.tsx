import { listDivisions } from '../../../../src/modules/organisations/contract.ts'
import { call } from '../../client.ts'
import { ChoiceField, type Choice, type ChoiceFieldProps } from '../sites/choice-field.tsx'

async function findDivisions(text: string, signal: AbortSignal): Promise<readonly Choice[]> {
  const { items } = await call(listDivisions, { query: { ...(text === '' ? {} : { text }), pageSize: 20 } }, { signal })
  return items.map((one) => ({ id: one.id, label: one.name, hint: `${one.pathName}　${one.code}` }))
}

/** Picks a valid administrative division by name or code. */
export function DivisionField(props: ChoiceFieldProps) {
  return <ChoiceField name="divisions" find={findDivisions} {...props} />
}
