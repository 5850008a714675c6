import { type Division, OrganisationKind, type OrganisationNode } from './contract.ts'

export type DivisionRecord = {
  id: string
  code: string
  level: number
  name: string
  parent_id: string | null
  valid_from: string
  valid_until: string | null
  version: number
}

export const presentDivision = (row: DivisionRecord): Division => ({
  id: row.id,
  code: row.code,
  level: row.level,
  name: row.name,
  parentId: row.parent_id,
  validFrom: row.valid_from,
  validUntil: row.valid_until,
  version: row.version,
})

export type NodeRecord = {
  id: string
  code: string
  name: string
  short_name: string
  kind: string
  parent_id: string | null
  abolished_on: string | null
  has_children: boolean
}

export const presentNode = (row: NodeRecord): OrganisationNode => ({
  id: row.id,
  code: row.code,
  name: row.name,
  shortName: row.short_name,
  kind: kindOf(row.kind),
  parentId: row.parent_id,
  hasChildren: row.has_children,
  isAbolished: row.abolished_on !== null,
})

export function kindOf(text: string): OrganisationKind {
  const known = OrganisationKind.safeParse(text)
  return known.success ? known.data : 'other'
}
