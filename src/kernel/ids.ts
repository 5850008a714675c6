import { randomUUID } from 'node:crypto'

const MOST_AT_ONCE = 0xfff
let last = 0
let count = 0

/**
 * A new UUIDv7: sorts by time, so indexes grow at one end. Those of one millisecond are counted (RFC 9562, 6.2, method 1), so
 * that they sort as they were made. Node keeps random bytes in stock for randomUUID, which is why it gives the rest.
 */
export function newId(): string {
  const now = Date.now()
  count = now > last ? 0 : count + 1
  last = Math.max(now, last)
  if (count > MOST_AT_ONCE) {
    last++
    count = 0
  }
  const time = last.toString(16).padStart(12, '0')
  return `${time.slice(0, 8)}-${time.slice(8)}-7${count.toString(16).padStart(3, '0')}${randomUUID().slice(18)}`
}
