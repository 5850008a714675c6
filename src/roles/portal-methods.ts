import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { plainPage } from '../portal/plain-page.ts'

const READS = ['GET', 'HEAD']
/** Addresses that answer for themselves where this process has them (web.ts). */
const NOT_PAGES = /^\/(?:api\/|console(?:[/?]|$))/
const HOME = { title: '从网站首页重新进入', url: '/' }
/** The one address of a site to which something is posted: which result was opened. */
const CLICK = /\/search\/click(?:\?|$)/

/**
 * Public pages are read, and nothing else is done to them. Whoever tries is told so in words before a byte of what was sent is
 * looked at; also with methods that the framework does not know.
 */
export function refuseOtherMethods(server: FastifyInstance, { hasWeb }: { hasWeb: boolean }): void {
  server.addHook('onRequest', async (request, reply) => {
    const { method, url } = request
    if (READS.includes(method) || (hasWeb && NOT_PAGES.test(url))) return
    const isClick = CLICK.test(url)
    if (isClick && method === 'POST') return
    reply.header('allow', (isClick ? ['POST'] : READS).join(', ')).header('cache-control', 'no-store')
    return method === 'OPTIONS' ? reply.status(204).send() : refuse(request, reply)
  })
}

const refuse = ({ method }: FastifyRequest, reply: FastifyReply): FastifyReply =>
  reply
    .status(405)
    .type('text/html; charset=utf-8')
    .send(plainPage('这个网址不接收提交', `这里的页面只供阅读，不接收“${method}”方式的请求。`, HOME))
