import { provesItsGate } from '../../../test/kit/gate.ts'
import * as contract from './contract.ts'
import { routes } from './routes.ts'

await provesItsGate(routes, contract)
