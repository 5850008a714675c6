import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import { type Labels, localeOf, sayFault, sayProblem, textIn } from './i18n.ts'
import type { Log } from './log.ts'
import { faultsIn, Problem } from './problem.ts'

const BY_FASTIFY_CODE: Record<string, [code: string, status: number]> = {
  FST_ERR_CTP_BODY_TOO_LARGE: ['too-large', 413],
  FST_REQ_FILE_TOO_LARGE: ['too-large', 413],
  FST_ERR_CTP_INVALID_MEDIA_TYPE: ['unsupported-media-type', 415],
}
const DATABASE_GONE = new Set(['ECONNREFUSED', 'ECONNRESET', '57P01', '57P02', '57P03', '53300', '08006', '08001'])

/** Renders RFC 9457. A Problem speaks for itself; anything else is a bug: logged whole, shown as a bare 500. */
export function problemReply(labels: readonly Labels[], log: Log) {
  return (error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply) => {
    const problem = asProblem(error)
    if (problem.status >= 500) log.error({ err: error, requestId: request.id, url: request.url }, 'request failed')
    const text = textIn(labels, localeOf(request.headers['accept-language']))
    const errors = faultsIn(problem)
    const title = sayProblem(problem, text)
    return reply
      .status(problem.status)
      .type('application/problem+json; charset=utf-8')
      .send(
        JSON.stringify({
          type: `/problems/${problem.code}`,
          title,
          status: problem.status,
          code: problem.code,
          instance: request.id,
          ...problem.extra,
          ...(errors && { errors: errors.map((one) => ({ ...one, detail: sayFault(one, text) })) }),
        }),
      )
  }
}

function asProblem(error: FastifyError | Error): Problem {
  if (error instanceof Problem) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = BY_FASTIFY_CODE[code]
  if (known) return new Problem(...known)
  if (DATABASE_GONE.has(code)) return new Problem('database-unavailable', 503)
  const status = 'statusCode' in error ? Number(error.statusCode) : 500
  if (status === 429) return new Problem('too-many-requests', 429)
  if (status >= 400 && status < 500) return new Problem('unreadable', status)
  return new Problem('internal', 500)
}
