import http from 'node:http'

export type Answer = { status: number; body: string; cookie: string | null }

/** A client with one connection kept open, as a browser or a program next door would have. */
export type Client = {
  /** `host` without a port gets the server's own. */
  get(path: string, host?: string): Promise<Answer>
  /** A JSON answer; anything but 2xx is an error. */
  call<T>(method: string, path: string, body?: unknown): Promise<T>
  signIn(account: string, password: string): Promise<void>
  close(): void
}

export function connect(port: number): Client {
  const agent = new http.Agent({ keepAlive: true, maxSockets: 1 })
  let session: Record<string, string> = {}

  const send = (method: string, path: string, options: { host?: string; body?: unknown } = {}) =>
    new Promise<Answer>((resolve, reject) => {
      const text = options.body === undefined ? undefined : JSON.stringify(options.body)
      const headers = {
        ...session,
        ...(options.host === undefined
          ? {}
          : { host: options.host.includes(':') ? options.host : `${options.host}:${port}` }),
        ...(text === undefined
          ? {}
          : { 'content-type': 'application/json', 'content-length': Buffer.byteLength(text) }),
      }
      const request = http.request({ host: '127.0.0.1', port, method, path, headers, agent }, (response) => {
        const parts: Buffer[] = []
        response.on('data', (part: Buffer) => parts.push(part))
        response.on('end', () =>
          resolve({
            status: response.statusCode ?? 0,
            body: Buffer.concat(parts).toString(),
            cookie: response.headers['set-cookie']?.[0]?.split(';')[0] ?? null,
          }),
        )
      })
      request.on('error', reject)
      request.end(text)
    })

  return {
    get: (path, host) => send('GET', path, host === undefined ? {} : { host }),
    async call(method, path, body) {
      const answer = await send(method, `/api${path}`, body === undefined ? {} : { body })
      if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.body.slice(0, 300)}`)
      return JSON.parse(answer.body)
    },
    async signIn(account, password) {
      const answer = await send('POST', '/api/session', { body: { account, password } })
      if (answer.status >= 300) throw new Error(`sign-in of ${account}: ${answer.status} ${answer.body.slice(0, 300)}`)
      const { csrfToken } = JSON.parse(answer.body)
      session = { cookie: answer.cookie ?? '', 'x-csrf-token': String(csrfToken) }
    },
    close: () => agent.destroy(),
  }
}
