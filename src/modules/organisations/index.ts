import './tables.ts'

export { importDivisions, type DivisionRow, type DivisionImport } from './commands/import-divisions.ts'
export { registerOrganisations, type OrganisationRow } from './commands/register-organisations.ts'
export { findOrganisationPlace, type OrganisationPlace } from './queries/find-organisation-place.ts'
export { isUscc } from './rules.ts'
