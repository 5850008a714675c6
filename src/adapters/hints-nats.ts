import { setTimeout as sleep } from 'node:timers/promises'
import { jetstream, jetstreamManager } from '@nats-io/jetstream'
import { connect, type NatsConnection, type NodeConnectionOptions } from '@nats-io/transport-node'
import type { Hints } from '../kernel/hints.ts'
import type { Log } from '../kernel/log.ts'

const SUBJECT = 'yiwang.commit'
const STREAM = 'YIWANG_COMMIT'
const ACK_MS = 1_000
const AGAIN_MS = 100
const MOST_TRIES = 50
const LAST_WORD_MS = 500
/** A line that was cut without a word is noticed after two of these. */
const PING_MS = 1_000

/**
 * Hints by NATS. A message is published through JetStream where there is one: its acknowledgement says that most servers of the
 * cluster have it, so one that dies with it in hand is noticed, and the message sent again through another. Who listens gets it
 * as a plain message; after every break it looks by itself. Several commits in a row are one hint.
 */
export function natsHints(urls: readonly string[], log: Log): Hints {
  let line: NatsConnection | null = null
  let isStanding = false
  let isClosed = false
  let wake = () => {}
  let isWanted = false
  let sending: Promise<void> | null = null

  const opened = open().catch((error: unknown) => {
    if (!isClosed) log.error({ err: error }, 'NATS cannot be used: commits are told by the database alone')
  })

  async function open(): Promise<void> {
    line = await connect(connection(urls))
    if (isClosed) return line.close()
    line.subscribe(SUBJECT, { callback: () => wake() })
    const following = follow(line)
    await stand(line)
    await ensureStream(line)
    await following
  }

  /** Hints count from the moment at which the servers are known to have the subscription; what was told before is looked for. */
  async function stand(on: NatsConnection): Promise<void> {
    await on.flush()
    isStanding = true
    wake()
  }

  async function follow(on: NatsConnection): Promise<void> {
    for await (const { type } of on.status()) {
      if (type === 'disconnect' || type === 'staleConnection') {
        if (isStanding) log.warn({}, 'lost NATS: commits are told by the database alone')
        isStanding = false
      } else if (type === 'reconnect') stand(on).catch(() => undefined)
    }
    isStanding = false
  }

  /** Only the last message is kept: whoever reads it looks at the database anyway. */
  async function ensureStream(on: NatsConnection): Promise<void> {
    const wish = { name: STREAM, subjects: [SUBJECT], max_msgs: 1, num_replicas: urls.length >= 3 ? 3 : 1 }
    for (let tries = 1; !isClosed; tries++) {
      try {
        const { streams } = await jetstreamManager(on, { timeout: ACK_MS })
        await streams.info(STREAM).catch(() => streams.add(wish))
        return
      } catch (error) {
        if (tries === MOST_TRIES) log.warn({ err: error }, 'NATS without JetStream: hints are sent as plain messages')
        if (tries === MOST_TRIES) return
        await sleep(ACK_MS, undefined, { ref: false })
      }
    }
  }

  async function send(): Promise<void> {
    for (let tries = 0; isWanted && !isClosed && tries < MOST_TRIES; tries++) {
      isWanted = false
      if (!line) return
      try {
        await jetstream(line, { timeout: ACK_MS }).publish(SUBJECT, '', { timeout: ACK_MS })
        tries = 0
      } catch (error) {
        // Nobody keeps this subject: a plain message must do.
        if (isUnheard(error)) sendPlain()
        else {
          isWanted = true
          await sleep(AGAIN_MS)
        }
      }
    }
  }

  /** Told at once, however long the acknowledgement of an earlier message takes. */
  function sendPlain(): void {
    try {
      line?.publish(SUBJECT)
    } catch (error) {
      log.debug({ err: error }, 'a hint was not sent')
    }
  }

  return {
    publish() {
      isWanted = true
      if (sending) return sendPlain()
      sending = send()
        .catch((error: unknown) => log.debug({ err: error }, 'a hint was not sent'))
        .finally(() => (sending = null))
    },
    subscribe: (told) => void (wake = told),
    isConnected: () => isStanding,
    async close() {
      if (sending) await Promise.race([sending, sleep(LAST_WORD_MS, undefined, { ref: false })])
      isClosed = true
      isStanding = false
      await line?.close()
      if (line) await opened
    },
  }
}

/** Name and password stand in the first address, as in every URL. */
function connection(urls: readonly string[]): NodeConnectionOptions {
  const [first = 'nats://localhost:4222'] = urls
  const { username, password, protocol } = new URL(first)
  return {
    servers: urls.map((url) => new URL(url).host),
    name: 'yiwang',
    timeout: 2_000,
    waitOnFirstConnect: true,
    maxReconnectAttempts: -1,
    reconnectTimeWait: 250,
    pingInterval: PING_MS,
    maxPingOut: 2,
    ...(username ? { user: decodeURIComponent(username), pass: decodeURIComponent(password) } : {}),
    ...(protocol === 'tls:' ? { tls: {} } : {}),
  }
}

const isUnheard = (error: unknown): boolean =>
  error instanceof Error && /no ?responders/i.test(error.name + error.message)
