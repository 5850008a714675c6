import helmet, { type FastifyHelmetOptions } from '@fastify/helmet'
import Fastify from 'fastify'
import type { Config } from '../config.ts'

type Secure = Pick<Config, 'secureCookies'>

const securityOptions = ({ secureCookies }: Secure): FastifyHelmetOptions => ({
  contentSecurityPolicy: {
    // What is not named is as strict as the first line: fonts, frames, connections. Chromium complains where scripts are not named.
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      scriptSrc: ["'self'"],
      // The console's component library writes style elements; no script but our own ever runs.
      styleSrc: ["'self'", "'unsafe-inline'"],
      imgSrc: ["'self'", 'data:', 'blob:'],
      objectSrc: ["'none'"],
      baseUri: ["'self'"],
      formAction: ["'self'"],
      frameAncestors: ["'self'"],
    },
  },
  strictTransportSecurity: secureCookies,
})

/** What every answer carries, whoever gives it: always the same, so it is put together once. */
export async function securityHeaders(config: Secure): Promise<[name: string, value: string][]> {
  const server = Fastify()
  await server.register(helmet, securityOptions(config))
  server.get('/', async () => '')
  const { headers } = await server.inject('/')
  await server.close()
  const own = new Set(['content-type', 'content-length', 'date', 'connection'])
  return Object.entries(headers).flatMap(([name, value]) => (own.has(name) ? [] : [[name, String(value)]]))
}
