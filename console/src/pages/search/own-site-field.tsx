import { listSites } from '../../../../src/modules/sites/contract.ts'
import { call } from '../../client.ts'
import { ChoiceField, type Choice, type ChoiceFieldProps } from '../sites/choice-field.tsx'

async function findOwn(text: string, signal: AbortSignal): Promise<readonly Choice[]> {
  const query = { mine: 'true' as const, pageSize: 20, ...(text === '' ? {} : { text }) }
  const { items } = await call(listSites, { query }, { signal })
  return items.map((site) => ({ id: site.id, label: site.name, hint: site.code }))
}

/** Picks a site that the person answers for. */
export function OwnSiteField(props: ChoiceFieldProps) {
  return <ChoiceField name="own-sites" find={findOwn} {...props} />
}
