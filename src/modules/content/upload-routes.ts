import multipart from '@fastify/multipart'
import type { FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import type { Blobs } from '../../kernel/blobs.ts'
import type { Api, Services } from '../../kernel/http.ts'
import { notFound, Problem } from '../../kernel/problem.ts'
import { inView, inWork } from '../../kernel/work.ts'
import { storeUpload } from './commands/store-upload.ts'
import { partialUploadRoutes } from './partial-upload-routes.ts'
import { ensureMayUpload } from './queries/ensure-may-upload.ts'
import { getUpload, getUploadByBlob, type KeptFile } from './queries/find-upload.ts'
import { takeIn } from './take-in.ts'
import { uploadsInPieces } from './uploads-in-pieces.ts'
import { ATTACHMENT_LIMIT, cleanName, tooLarge } from './upload-types.ts'

const AskedSite = z.object({ siteId: z.uuid() })
const ById = z.object({ id: z.uuid() })
const ByBlob = z.object({ blob: z.string().regex(/^[0-9a-f]{64}$/) })
const MISSING = new Set(['FST_INVALID_MULTIPART_CONTENT_TYPE', 'FST_NO_FORM_DATA'])
const SHOWN_IN_PLACE = /^(image|audio|video)\/|^application\/pdf$/

/** Files in and out: what JSON cannot carry, behind the same gate. */
export function uploadRoutes(api: Api): void {
  const { services } = api
  const { engine, blobs } = services
  api.raw((server, gate) => {
    partialUploadRoutes(server, gate, { services, kind: uploadsInPieces })
    void server.register(async (scope) => {
      await scope.register(multipart)
      scope.post('/api/uploads', async (request) =>
        receive(services, request, await gate.admit(request, 'document.write')),
      )
      scope.get('/api/uploads/:id', async (request, reply) => {
        const actor = await gate.admit(request, 'document.read')
        const { id } = parsed(ById, request.params)
        return send(reply, blobs, await inView(engine, actor, (view) => getUpload(view, id)))
      })
      scope.get('/api/uploads/by-blob/:blob', async (request, reply) => {
        const actor = await gate.admit(request, 'document.read')
        const { blob } = parsed(ByBlob, request.params)
        return send(reply, blobs, await inView(engine, actor, (view) => getUploadByBlob(view, blob)))
      })
    })
  })
}

async function receive({ engine, blobs }: Services, request: FastifyRequest, actor: Actor) {
  const { siteId } = parsed(AskedSite, request.query)
  // Before the bytes: nobody sends 50 MB only to hear that they may not.
  await inView(engine, actor, (view) => ensureMayUpload(view, siteId))
  const { name, path } = await received(request)
  const stored = await takeIn(blobs, { siteId, name, path })
  return inWork(engine, actor, (work) => storeUpload(work, stored))
}

/** The one file of the form, on disk until the reply has gone. */
async function received(request: FastifyRequest): Promise<{ name: string; path: string }> {
  try {
    const { files } = await request.saveRequestFiles({ limits: { fileSize: ATTACHMENT_LIMIT, files: 1, fields: 10 } })
    const [file] = files
    if (!file) throw new Problem('upload-missing', 422)
    return { name: cleanName(file.filename), path: file.filepath }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'FST_REQ_FILE_TOO_LARGE') throw tooLarge('', ATTACHMENT_LIMIT)
    if (MISSING.has(code)) throw new Problem('upload-missing', 422)
    throw error
  }
}

async function send(reply: FastifyReply, blobs: Blobs, file: KeptFile) {
  const bytes = await blobs.open(file.blob)
  if (!bytes) throw notFound('upload')
  const how = SHOWN_IN_PLACE.test(file.mediaType) ? 'inline' : 'attachment'
  return reply
    .header('content-type', file.mediaType)
    .header('content-length', await blobs.size(file.blob))
    .header('content-disposition', `${how}; filename*=UTF-8''${encodeURIComponent(file.name)}`)
    .header('cache-control', 'private, max-age=3600')
    .header('content-security-policy', "default-src 'none'; sandbox")
    .send(bytes)
}

function parsed<S extends z.ZodType>(schema: S, value: unknown): z.output<S> {
  const result = schema.safeParse(value)
  if (!result.success) throw notFound('upload')
  return result.data
}
