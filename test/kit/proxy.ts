import { connect, createServer, type Socket } from 'node:net'
import { once } from 'node:events'

export type Proxy = {
  /** The same address by way of the proxy. */
  url: string
  /** No byte passes any more, and nobody is told: what a cut cable looks like. */
  freeze(): void
  thaw(): void
  /** All connections end and none is taken: a server that was stopped. */
  down(): Promise<void>
  up(): Promise<void>
  close(): Promise<void>
}

/** A way to a server that can be cut. */
export async function startProxy(target: string): Promise<Proxy> {
  const { hostname, port: farPort, searchParams } = new URL(target)
  const folder = searchParams.get('host')
  const reach = () => (folder ? connect(`${folder}/.s.PGSQL.${farPort}`) : connect(Number(farPort || 5432), hostname))
  const pairs = new Set<[Socket, Socket]>()
  let isFrozen = false
  const server = createServer((near) => {
    const far = reach()
    const pair: [Socket, Socket] = [near, far]
    pairs.add(pair)
    for (const [from, to] of [
      [near, far],
      [far, near],
    ] as const) {
      from.on('data', (part) => void to.write(part))
      from.on('error', () => undefined)
      from.on('close', () => {
        pairs.delete(pair)
        to.destroy()
      })
      if (isFrozen) from.pause()
    }
  })
  let port = 0
  const up = async () => {
    server.listen(port, '127.0.0.1')
    await once(server, 'listening')
    const address = server.address()
    port = typeof address === 'object' ? (address?.port ?? 0) : 0
  }
  const down = async () => {
    for (const socket of [...pairs].flat()) socket.destroy()
    if (!server.listening) return
    server.close()
    await once(server, 'close')
  }
  await up()
  const url = new URL(target)
  url.hostname = '127.0.0.1'
  url.searchParams.delete('host')
  url.port = String(port)
  return {
    url: url.href,
    freeze() {
      isFrozen = true
      for (const socket of [...pairs].flat()) socket.pause()
    },
    thaw() {
      isFrozen = false
      for (const socket of [...pairs].flat()) socket.resume()
    },
    down,
    up,
    close: down,
  }
}
