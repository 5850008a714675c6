import type { Readable } from 'node:stream'
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { z } from 'zod'
import type { Actor } from '../../kernel/actor.ts'
import { TooLarge } from '../../kernel/blobs.ts'
import type { Gatekeeper, Services } from '../../kernel/http.ts'
import { notFound, Problem, wrongState } from '../../kernel/problem.ts'
import { inView, inWork } from '../../kernel/work.ts'
import { beginPartialUpload } from './commands/begin-partial-upload.ts'
import { dropPartialUpload, finishPartialUpload } from './commands/end-partial-upload.ts'
import { type Held, holdPartialUpload, letGo, renewHold } from './commands/hold-partial-upload.ts'
import type { PartialKind } from './partial-kinds.ts'
import { RENEW_MS, SILENCE_MS } from './partial-rules.ts'
import { getPartialUpload } from './queries/find-partial-upload.ts'
import { bytesIn, ensureVersion, metadataIn, PIECE_TYPE, TUS_EXTENSIONS, TUS_VERSION } from './tus.ts'
import { cleanName } from './upload-types.ts'

const ById = z.object({ id: z.uuid() })

/** Files in pieces, by the tus protocol (ADR 0013): what has arrived stays when the line breaks. */
export function partialUploadRoutes(
  server: FastifyInstance,
  gate: Gatekeeper,
  { services, kind }: { services: Services; kind: PartialKind },
): void {
  const { engine, blobs } = services
  const { root } = kind
  void server.register(async (scope) => {
    // Handed on as it comes in: nothing is read before it is known who sends and whether they may.
    scope.addContentTypeParser(PIECE_TYPE, (_request, payload, done) => done(null, payload))
    scope.addHook('onRequest', async (_request, reply) => {
      reply.headers({ 'tus-resumable': TUS_VERSION, 'tus-version': TUS_VERSION, 'cache-control': 'no-store' })
    })
    const admitted = async (request: FastifyRequest) => {
      const actor = await gate.admit(request, kind.permission)
      ensureVersion(request.headers)
      return actor
    }

    scope.options(root, async (request, reply) => {
      await gate.admit(request, kind.permission)
      return reply.status(204).headers({ 'tus-extension': TUS_EXTENSIONS, 'tus-max-size': kind.mostBytes }).send()
    })

    scope.post(root, async (request, reply) => {
      const actor = await admitted(request)
      const metadata = metadataIn(request.headers)
      const name = cleanName(metadata.get('filename') ?? '')
      const length = bytesIn(request.headers, 'upload-length')
      const file = { name, length, metadata }
      const begun = await inWork(engine, actor, (work) => beginPartialUpload(work, kind, file))
      if (begun.gaveWay !== null) await blobs.parts.remove(begun.gaveWay)
      return reply
        .status(201)
        .headers({ location: `${root}/${begun.id}`, 'upload-expires': begun.expiresAt.toUTCString() })
        .send()
    })

    scope.head(`${root}/:id`, async (request, reply) => {
      const actor = await admitted(request)
      const upload = await inView(engine, actor, (view) => getPartialUpload(view, kind, idOf(request)))
      const { id, length, outcome, expiresAt } = upload
      const offset = outcome === null ? await blobs.parts.length(id) : length
      return reply
        .headers({ 'upload-offset': offset, 'upload-length': length, 'upload-expires': expiresAt.toUTCString() })
        .send()
    })

    scope.patch(`${root}/:id`, async (request, reply) => {
      const actor = await admitted(request)
      return takePiece(services, { kind, actor, request, reply })
    })

    scope.delete(`${root}/:id`, async (request, reply) => {
      const actor = await admitted(request)
      const id = idOf(request)
      await inWork(engine, actor, (work) => dropPartialUpload(work, kind, id))
      await blobs.parts.remove(id)
      return reply.status(204).send()
    })
  })
}

type Exchange = { kind: PartialKind; actor: Actor; request: FastifyRequest; reply: FastifyReply }

async function takePiece(services: Services, { kind, actor, request, reply }: Exchange) {
  const { engine, blobs } = services
  const id = idOf(request)
  const offset = bytesIn(request.headers, 'upload-offset')
  const piece = pieceOf(request)
  const held = await inWork(engine, actor, (work) => holdPartialUpload(work, kind, id))
  const hold = keepHolding(services, actor, held)
  let hasGrown = false
  try {
    if (held.outcome !== null) {
      await inWork(engine, actor, (work) => letGo(work, { ...held, hasGrown }))
      return held.outcome
    }
    const before = await blobs.parts.length(id)
    if (offset !== before) throw wrongState('upload-offset', { offset: before })
    const announced = Number(request.headers['content-length'] ?? 0)
    if (offset + announced > held.length) throw overrun(held)
    const limits = { most: held.length, silenceMs: SILENCE_MS, mayWrite: () => hold.isMine() }
    const { length, broken } = await blobs.parts.append(id, piece, limits).catch((error: unknown) => {
      if (error instanceof TooLarge) throw overrun(held)
      throw hold.isMine() ? error : new Problem('upload-busy', 423)
    })
    hasGrown = length > before
    if (broken) throw new Problem('upload-cut', 400)
    reply.header('upload-offset', length)
    if (length < held.length) {
      const expiresAt = await inWork(engine, actor, (work) => letGo(work, { ...held, hasGrown }))
      return await reply.status(204).header('upload-expires', expiresAt.toUTCString()).send()
    }
    return await finish(services, { kind, actor, held })
  } catch (error) {
    await inWork(engine, actor, (work) => letGo(work, { ...held, hasGrown })).catch(() => undefined)
    throw error
  } finally {
    hold.end()
  }
}

/** From here on it goes the way of every upload. What is refused is refused for good, and its pieces go. */
async function finish(
  { engine, blobs }: Services,
  { kind, actor, held }: Pick<Exchange, 'kind' | 'actor'> & { held: Held },
) {
  const { id, siteId, name } = held
  const keep = await kind
    .takeIn(blobs, { siteId, name, path: blobs.parts.pathOf(id) })
    .catch(async (error: unknown) => {
      if (error instanceof Problem) {
        await inWork(engine, actor, (work) => dropPartialUpload(work, kind, id))
        await blobs.parts.remove(id)
      }
      throw error
    })
  const answer = await inWork(engine, actor, (work) => finishPartialUpload(work, held, keep))
  await blobs.parts.remove(id)
  return answer
}

/** Renews the hold as long as the request lives, and knows when it is another's. */
function keepHolding({ engine }: Services, actor: Actor, held: Held): { isMine(): boolean; end(): void } {
  let until: Date | null = held.until
  const renewal = setInterval(() => {
    inWork(engine, actor, (work) => renewHold(work, held)).then(
      (renewed) => (until = renewed),
      // The database may be back before the hold runs out.
      () => undefined,
    )
  }, RENEW_MS)
  return {
    isMine: () => until !== null && engine.clock() < until,
    end: () => clearInterval(renewal),
  }
}

const overrun = ({ name, length }: Held) => new Problem('upload-overrun', 413, { name, length })

function pieceOf({ headers, raw }: FastifyRequest): Readable {
  if (headers['content-type'] !== PIECE_TYPE) throw new Problem('unsupported-media-type', 415)
  return raw
}

function idOf({ params }: FastifyRequest): string {
  const found = ById.safeParse(params)
  if (!found.success) throw notFound('upload')
  return found.data.id
}
