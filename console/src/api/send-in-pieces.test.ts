import assert from 'node:assert/strict'
import { test } from 'node:test'
import { offlineProblem } from './request.ts'
import type { TransferAnswer, TransferOptions } from './send-file.ts'
import { type Broken, LEFT, PIECE_BYTES, type PiecesOptions, sendInPieces, sendWhole } from './send-in-pieces.ts'

const SIZE = 3 * PIECE_BYTES + 500
const file = new File([Uint8Array.from({ length: SIZE }, (_, at) => (at * 7) % 251)], '预算 公开.pdf')

/** A server that keeps what it is sent; `cutAfter` bytes of a piece the line breaks, once. */
function aServer() {
  const parts = new Map<string, Uint8Array[]>()
  const asked: string[] = []
  const state = {
    cutAfter: undefined as number | undefined,
    isAway: false,
    refusal: undefined as number | undefined,
    sent: 0,
  }
  const lengthOf = (address: string) => (parts.get(address) ?? []).reduce((sum, one) => sum + one.length, 0)
  const answer = (status: number, headers: Record<string, string | number> = {}, value?: unknown): TransferAnswer => ({
    status,
    value,
    header: (name) => (headers[name] === undefined ? null : String(headers[name])),
  })
  async function exchange(path: string, { method, body, headers = {}, signal }: TransferOptions) {
    asked.push(method)
    if (signal?.aborted) throw new DOMException('aborted', 'AbortError')
    if (state.isAway) throw offlineProblem()
    if (method === 'POST') {
      const address = `/partial-uploads/${parts.size + 1}`
      parts.set(address, [])
      return answer(201, { location: `/api${address}` })
    }
    if (!parts.has(path)) return answer(404)
    if (method === 'DELETE') {
      parts.delete(path)
      return answer(204)
    }
    if (method === 'HEAD') return answer(200, { 'upload-offset': lengthOf(path) })
    if (state.refusal !== undefined) return answer(state.refusal, {}, { code: 'upload-type', title: '不允许' })
    assert.equal(Number(headers['upload-offset']), lengthOf(path), 'a piece stands where the last one ended')
    assert.ok(body instanceof Blob)
    const bytes = new Uint8Array(await body.arrayBuffer())
    const arrived = bytes.subarray(0, state.cutAfter ?? bytes.length)
    parts.get(path)?.push(arrived)
    state.sent += arrived.length
    if (state.cutAfter !== undefined) {
      state.cutAfter = undefined
      throw offlineProblem()
    }
    const offset = lengthOf(path)
    return offset === SIZE ? answer(200, {}, { id: 'done' }) : answer(204, { 'upload-offset': offset })
  }
  const whole = () => Buffer.concat([...parts.values()].at(-1) ?? [])
  return { parts, asked, state, exchange, whole }
}

function options(more: Partial<PiecesOptions> = {}) {
  const kept = new Map<string, string>()
  const broken: (Broken | undefined)[] = []
  const progress: number[] = []
  const resumed: number[] = []
  return {
    kept,
    broken,
    progress,
    resumed,
    given: {
      root: '/partial-uploads',
      metadata: { siteId: 's' },
      mark: 'm',
      memory: {
        find: (mark: string) => kept.get(mark),
        keep: (mark: string, address: string) => void kept.set(mark, address),
        forget: (mark: string) => void kept.delete(mark),
      },
      signal: new AbortController().signal,
      onProgress: (sent: number) => void progress.push(sent),
      onBroken: (one: Broken | undefined) => void broken.push(one),
      onResumed: (from: number) => void resumed.push(from),
      ...more,
    } satisfies PiecesOptions,
  }
}
const content = Buffer.from(await file.arrayBuffer())
const waits = [1]

test('a file goes in pieces, and its address is forgotten when it is there', async () => {
  const server = aServer()
  const { given, kept, progress } = options()
  assert.deepEqual(await sendInPieces(file, given, { exchange: server.exchange, waits }), { id: 'done' })
  assert.deepEqual(server.asked, ['POST', 'PATCH', 'PATCH', 'PATCH', 'PATCH'])
  assert.ok(server.whole().equals(content))
  assert.equal(kept.size, 0)
  assert.deepEqual(
    progress,
    [1, 2, 3].map((n) => n * PIECE_BYTES),
  )
})

test('where the line breaks inside a piece, it goes on by itself from what arrived', async () => {
  const server = aServer()
  server.state.cutAfter = 700
  const { given, broken } = options()
  await sendInPieces(file, given, { exchange: server.exchange, waits })
  assert.ok(server.whole().equals(content))
  assert.equal(server.state.sent, SIZE, 'no byte twice')
  assert.deepEqual(
    broken.map((one) => one?.isOffered),
    [undefined, false, undefined],
  )
})

test('after a while the person is asked as well; going on does not wait', async () => {
  const server = aServer()
  server.state.isAway = true
  const { given } = options({
    onBroken: (one) => {
      if (!one?.isOffered) return one?.goOn()
      server.state.isAway = false
      one.goOn()
    },
  })
  await sendInPieces(file, given, { exchange: server.exchange, waits: [60_000] })
  assert.ok(server.whole().equals(content))
})

test('after a reload the same file goes on where the server is', async () => {
  const server = aServer()
  const leaving = new AbortController()
  const { given, kept } = options({ signal: leaving.signal })
  server.state.cutAfter = 700
  given.onBroken = (one) => one && leaving.abort(LEFT)
  await assert.rejects(sendInPieces(file, given, { exchange: server.exchange, waits }), { name: 'AbortError' })
  assert.equal(kept.size, 1)
  assert.ok(!server.asked.includes('DELETE'))
  const { given: next, resumed } = options({ memory: given.memory })
  await sendInPieces(file, next, { exchange: server.exchange, waits })
  assert.deepEqual(resumed, [700])
  assert.equal(server.state.sent, SIZE)
  assert.ok(server.whole().equals(content))
})

test('what the server no longer has begins anew', async () => {
  const server = aServer()
  const { given, kept } = options()
  kept.set('m', '/partial-uploads/expired')
  await sendInPieces(file, given, { exchange: server.exchange, waits })
  assert.ok(server.whole().equals(content))
})

test('cancelled, the server is told and the address forgotten', async () => {
  const server = aServer()
  const stopping = new AbortController()
  const { given, kept } = options({ signal: stopping.signal, onProgress: () => stopping.abort() })
  await assert.rejects(sendInPieces(file, given, { exchange: server.exchange, waits }), { name: 'AbortError' })
  assert.equal(server.asked.at(-1), 'DELETE')
  assert.deepEqual([server.parts.size, kept.size], [0, 0])
})

test('a refusal is final; a fault of the server is not, and the address stays', async () => {
  for (const [status, left] of [
    [422, 0],
    [500, 1],
  ] as const) {
    const server = aServer()
    server.state.refusal = status
    const { given, kept } = options()
    await assert.rejects(sendInPieces(file, given, { exchange: server.exchange, waits }), { status })
    assert.equal(kept.size, left)
  }
})

test('a file in one go is sent again when the person says so, and not before', async () => {
  let tries = 0
  const send = async () => {
    if (tries++ === 0) throw offlineProblem()
    return 'there'
  }
  const { given, broken } = options({
    onBroken: (one) => {
      if (!one) return
      assert.deepEqual([one.isAutomatic, one.isOffered, tries], [false, true, 1])
      one.goOn()
    },
  })
  assert.equal(await sendWhole(send, given), 'there')
  assert.equal(broken.length, 0)
  const stopping = new AbortController()
  tries = 0
  const stopped = sendWhole(send, { signal: stopping.signal, onBroken: (one) => one && stopping.abort() })
  await assert.rejects(stopped, { name: 'AbortError' })
})
