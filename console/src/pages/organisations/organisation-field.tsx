import { listOrganisations } from '../../../../src/modules/organisations/contract.ts'
import { call } from '../../client.ts'
import { ChoiceField, type Choice, type ChoiceFieldProps } from '../sites/choice-field.tsx'

async function findOrganisations(text: string, signal: AbortSignal): Promise<readonly Choice[]> {
  const { items } = await call(
    listOrganisations,
    { query: { ...(text === '' ? {} : { text }), pageSize: 20 } },
    { signal },
  )
  return items.map((one) => ({ id: one.id, label: one.name, hint: one.pathName }))
}

/** Picks an organisation by name, short name or code; the path tells same names apart. */
export function OrganisationField(props: ChoiceFieldProps) {
  return <ChoiceField name="organisations" find={findOrganisations} {...props} />
}
