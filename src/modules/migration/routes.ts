import multipart from '@fastify/multipart'
import type { FastifyInstance } from 'fastify'
import { z } from 'zod'
import { TooLarge } from '../../kernel/blobs.ts'
import type { Api, Gatekeeper, Services } from '../../kernel/http.ts'
import { type Locale, localeFor, localeOf } from '../../kernel/i18n.ts'
import { Problem } from '../../kernel/problem.ts'
import { inView } from '../../kernel/work.ts'
import { partialUploadRoutes } from '../content/index.ts'
import { cancelRun, resumeRun } from './commands/cancel-run.ts'
import { openBlob } from './commands/run-import.ts'
import { deleteMapping, saveMapping } from './commands/save-mapping.ts'
import { channelForImport, startRun } from './commands/start-run.ts'
import * as contract from './contract.ts'
import { importsInPieces } from './imports-in-pieces.ts'
import { getRun } from './queries/get-run.ts'
import { listMappings } from './queries/list-mappings.ts'
import { listRejections } from './queries/list-rejections.ts'
import { listRuns } from './queries/list-runs.ts'
import { previewFile } from './queries/preview-file.ts'
import { rejectionsCsv } from './queries/rejections-csv.ts'
import { UnreadableFile } from './reading/detect-file.ts'
import { sayReason } from './reasons.ts'

export function routes(api: Api): void {
  const { blobs } = api.services
  api.query(contract.previewFile, async (view, { params, body }) => {
    const { channel, site } = await channelForImport(view, body.channelId)
    const { mapping, source } = body
    if ((await blobs.size(params.blob)) === null) throw new Problem('import-file-missing', 422)
    const wish = {
      open: () => openBlob(blobs, params.blob),
      kind: channel.itemKind,
      siteId: site.id,
      channelId: channel.id,
      source,
      mapping,
    }
    return previewFile(view, wish).catch((error: unknown) => {
      throw asProblem(error, localeFor(view))
    })
  })
  api.query(contract.listMappings, listMappings)
  api.command(contract.saveMapping, saveMapping)
  api.command(contract.deleteMapping, deleteMapping)
  api.command(contract.startRun, async (work, input) => {
    const bytes = await blobs.size(input.body.blob)
    if (bytes === null) throw new Problem('import-file-missing', 422)
    return startRun(work, input, bytes)
  })
  api.query(contract.listRuns, listRuns)
  api.query(contract.getRun, getRun)
  api.command(contract.cancelRun, cancelRun)
  api.command(contract.resumeRun, resumeRun)
  api.query(contract.listRejections, listRejections)
  api.raw((server, gate) => files(server, gate, api.services))
}

function asProblem(error: unknown, locale: Locale): unknown {
  if (!(error instanceof UnreadableFile)) return error
  const { why } = error
  return new Problem('import-file-unreadable', 422, { reason: sayReason({ ...why, said: [why] }, locale) })
}

const RunId = z.object({ id: z.uuid() })
/** A link names the language of the page it stands on; the browser by itself sends only its own. */
const Asked = z.object({ locale: z.enum(['zh-CN', 'en']).optional().catch(undefined) })

function files(server: FastifyInstance, gate: Gatekeeper, services: Services): void {
  const { engine, blobs } = services
  partialUploadRoutes(server, gate, { services, kind: importsInPieces })
  // Registered in a scope of its own, so that no other route starts to take multipart.
  void server.register(async (scope) => {
    await scope.register(multipart, { limits: { files: 1, fileSize: contract.FILE_LIMIT, fields: 10 } })
    scope.post('/api/import-files', async (request) => {
      await gate.admit(request, 'import.run')
      const upload = await request.file()
      if (!upload) throw new Problem('import-file-missing', 422)
      try {
        const stored = await blobs.put(upload.file, contract.FILE_LIMIT)
        // The parser cuts a file off at its limit without an error.
        if (upload.file.truncated) throw new Problem('too-large', 413)
        return { ...stored, fileName: upload.filename.slice(0, 255) } satisfies z.input<typeof contract.StoredFile>
      } catch (error) {
        throw error instanceof TooLarge ? new Problem('too-large', 413) : error
      }
    })
  })
  server.get('/api/import-runs/:id/rejections.csv', async (request, reply) => {
    const actor = await gate.admit(request, 'import.run')
    const { id } = RunId.parse(request.params)
    const locale = Asked.parse(request.query).locale ?? localeOf(request.headers['accept-language'])
    const run = await inView(engine, actor, (view) => getRun(view, { params: { id } }))
    return reply
      .type('text/csv; charset=utf-8')
      .header(
        'content-disposition',
        `attachment; filename*=UTF-8''${encodeURIComponent(`${run.fileName}-${locale === 'en' ? 'refused-rows' : '被拒绝的行'}.csv`)}`,
      )
      .send(rejectionsCsv(engine, actor, { runId: id, locale }))
  })
}
