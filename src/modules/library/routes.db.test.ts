import { describe } from 'node:test'
import { provesItsGate } from '../../../test/kit/gate.ts'
import * as contract from './contract.ts'
import { routes } from './routes.ts'

describe('the gate of the library', () => provesItsGate(routes, contract))
