import type { Api } from '../../kernel/http.ts'
import { abolishDivision } from './commands/abolish-division.ts'
import { abolishOrganisation } from './commands/abolish-organisation.ts'
import { createDivision } from './commands/create-division.ts'
import { moveOrganisation } from './commands/move-organisation.ts'
import { registerOrganisation } from './commands/register-organisation.ts'
import { renameDivision } from './commands/rename-division.ts'
import { replaceDivisions } from './commands/replace-divisions.ts'
import { setPersons } from './commands/set-persons.ts'
import { updateOrganisation } from './commands/update-organisation.ts'
import * as contract from './contract.ts'
import { getDivision } from './queries/get-division.ts'
import { getOrganisationLine } from './queries/get-organisation-line.ts'
import { getOrganisation } from './queries/get-organisation.ts'
import { listDivisionChildren } from './queries/list-division-children.ts'
import { listDivisions } from './queries/list-divisions.ts'
import { listOrganisationChildren } from './queries/list-organisation-children.ts'
import { listOrganisations } from './queries/list-organisations.ts'

export function routes(api: Api): void {
  api.query(contract.listDivisionChildren, listDivisionChildren)
  api.query(contract.listDivisions, listDivisions)
  api.query(contract.getDivision, getDivision)
  api.command(contract.createDivision, createDivision)
  api.command(contract.renameDivision, renameDivision)
  api.command(contract.abolishDivision, abolishDivision)
  api.command(contract.replaceDivisions, replaceDivisions)

  api.query(contract.listOrganisationChildren, listOrganisationChildren)
  api.query(contract.listOrganisations, listOrganisations)
  api.query(contract.getOrganisation, getOrganisation)
  api.query(contract.getOrganisationLine, getOrganisationLine)
  api.command(contract.registerOrganisation, registerOrganisation)
  api.command(contract.updateOrganisation, updateOrganisation)
  api.command(contract.moveOrganisation, moveOrganisation)
  api.command(contract.abolishOrganisation, abolishOrganisation)
  api.command(contract.setPersons, setPersons)
}
