import type { FastifyInstance } from 'fastify'
import type { App } from '../app.ts'

/** Public sites by host name. */
export async function registerPortal(_app: App, _server: FastifyInstance): Promise<void> {}
