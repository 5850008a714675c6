import type { Module } from '../../kernel/module.ts'
import { previewsLabels } from './labels.ts'
import { secret } from './migrations/020-secret.ts'
import { routes } from './routes.ts'

export const previewsModule: Module = {
  name: 'previews',
  migrations: [secret],
  labels: previewsLabels,
  routes,
}
