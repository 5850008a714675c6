import type { Module } from '../../kernel/module.ts'
import { organisationsLabels } from './labels.ts'
import { register } from './migrations/001-register.ts'
import { directory } from './migrations/002-directory.ts'
import { changes } from './migrations/010-changes.ts'
import { history } from './migrations/020-history.ts'
import { search } from './migrations/030-search.ts'
import { routes } from './routes.ts'

export const organisationsModule: Module = {
  name: 'organisations',
  migrations: [register, directory, changes, history, search],
  labels: organisationsLabels,
  routes,
}
