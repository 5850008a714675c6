import './tables.ts'

export { importDivisions, type DivisionImport, type DivisionRow } from './commands/import-divisions.ts'
export {
  registerOrganisations,
  type OrganisationRow,
  type RegisteredOrganisation,
} from './commands/register-organisations.ts'
export { countOrganisations } from './queries/count-organisations.ts'
export { findDivision, type DivisionPlace } from './queries/find-division.ts'
export { divisionOf, findDivisionLine } from './queries/find-division-line.ts'
export { findOrganisationPlace, type OrganisationPlace } from './queries/find-organisation-place.ts'
export { listDivisionsUnder } from './queries/list-divisions-under.ts'
export { listPersons, type ResponsiblePerson } from './queries/list-persons.ts'
export {
  allOrganisationIds,
  allOrganisationNames,
  type DirectoryEntry,
  type DirectoryPerson,
  directoryEntries,
  directoryPersons,
  organisationLines,
  type OrganisationLine,
} from './queries/read-directory.ts'
export { isUscc } from './rules.ts'
