import { fakeReply } from './fake-api.ts'

/** Answers /api from made-up data, then starts the console as it is. */
globalThis.fetch = async (input, init) => {
  const { pathname, searchParams } = new URL(input instanceof Request ? input.url : String(input), location.href)
  await new Promise((resolve) => setTimeout(resolve, 120))
  const { status, body } = fakeReply(init?.method ?? 'GET', pathname.replace(/^\/api/, ''), searchParams)
  return new Response(JSON.stringify(body), { status, headers: { 'content-type': 'application/json' } })
}

if (location.pathname.endsWith('/gallery.html')) history.replaceState(null, '', '/console/lists')
await import('../../main.tsx')
