import { listSites } from '../../../../src/modules/sites/contract.ts'
import { call } from '../../client.ts'
import { ChoiceField, type Choice, type ChoiceFieldProps } from './choice-field.tsx'

async function findSites(text: string, signal: AbortSignal): Promise<readonly Choice[]> {
  const { items } = await call(listSites, { query: { ...(text === '' ? {} : { text }), pageSize: 20 } }, { signal })
  return items.map((site) => ({ id: site.id, label: site.name, hint: site.code }))
}

/** Picks any site by name or code. */
export function SiteField(props: ChoiceFieldProps) {
  return <ChoiceField name="sites" find={findSites} {...props} />
}
