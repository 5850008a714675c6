import { existsSync } from 'node:fs'
import path from 'node:path'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance } from 'fastify'
import type { App } from '../app.ts'
import type { Operation } from '../kernel/contract.ts'
import { createApi } from '../kernel/http.ts'
import { openApiOf } from '../kernel/openapi.ts'
import { allLabels, modules } from '../modules.ts'
import { authenticate } from '../modules/identity/index.ts'
import { searchApi } from './search-api.ts'

const CONSOLE = path.join(import.meta.dirname, '../../console/dist')

/** The API under /api and the console under /console/. */
export async function registerWeb(app: App, server: FastifyInstance): Promise<void> {
  const declared: Operation[] = []
  const api = createApi(server, {
    engine: app.engine,
    authenticate: authenticate(app.engine),
    declared,
    blobs: app.blobs,
    templates: app.templates,
    pages: app.pages,
    more: { search: app.search, labels: allLabels },
  })
  server.addHook('onRequest', async (request, reply) => {
    if (request.url.startsWith('/api/')) reply.header('cache-control', 'no-store')
  })
  for (const module of modules) module.routes?.(api)
  searchApi(api, app.search)
  server.get('/api/openapi.json', async () => describeApi(declared))
  // An address below /api that leads nowhere is a problem document, not a page.
  server.all('/api/*', async (_request, reply) => {
    return reply
      .status(404)
      .type('application/problem+json; charset=utf-8')
      .send(JSON.stringify({ type: '/problems/not-found', title: '没有这个接口', status: 404, code: 'not-found' }))
  })
  registerConsole(server)
}

export const describeApi = (declared: readonly Operation[]) => openApiOf(declared, { title: 'Yiwang', version: '1' })

function registerConsole(server: FastifyInstance): void {
  server.get('/console', async (_request, reply) => reply.redirect('/console/'))
  if (!existsSync(path.join(CONSOLE, 'index.html'))) {
    server.get('/console/*', async (_request, reply) =>
      reply.status(503).type('text/plain; charset=utf-8').send('管理台尚未构建：请运行 npm run console:build\n'),
    )
    return
  }
  void server.register(fastifyStatic, {
    root: CONSOLE,
    prefix: '/console/',
    wildcard: false,
    setHeaders: (response, file) => {
      const isHashed = file.includes(`${path.sep}assets${path.sep}`)
      response.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  // Every other address below /console/ is a page of the single application.
  server.get('/console/*', async (_request, reply) => reply.sendFile('index.html', CONSOLE, { cacheControl: false }))
}
