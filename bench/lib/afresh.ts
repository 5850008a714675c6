// The same pages without a store: every request is rendered and packed anew, as a system without one would do it.
import { createServer } from 'node:http'
import { promisify } from 'node:util'
import { gzip } from 'node:zlib'
import { createApp } from '../../src/app.ts'
import { readConfig } from '../../src/config.ts'
import { visitor } from '../../src/kernel/actor.ts'
import { kyselyOn } from '../../src/kernel/database.ts'
import { createMemory } from '../../src/portal/memory.ts'
import { STANDARD } from '../../src/portal/page-key.ts'
import { produce } from '../../src/portal/produce.ts'

const zip = promisify(gzip)
const app = await createApp(readConfig(process.env), { say: () => undefined })
const memory = createMemory()
const db = kyselyOn(app.readPool)
async function page(host: string, url: string): Promise<Buffer | null> {
  const open = () => ({ db, actor: visitor, now: new Date() })
  const asked = { host: host.split(':')[0] ?? '', path: url, query: new URLSearchParams(), choices: STANDARD }
  const { text } = await produce({ open, memory }, { ...asked, origin: `http://${host}` })
  return text === null ? null : zip(text, { level: 5 })
}

const html = { 'content-type': 'text/html; charset=utf-8', 'content-encoding': 'gzip' }
const server = createServer(({ headers: { host = '' }, url = '/' }, response) => {
  void page(host, url).then((body) => response.writeHead(body ? 200 : 404, html).end(body ?? undefined))
})
server.listen(Number(process.env['PORT']), '127.0.0.1', () => process.send?.('ready'))
process.once('SIGTERM', () => {
  server.closeAllConnections()
  server.close(() => void app.close().then(() => process.exit(0)))
})
