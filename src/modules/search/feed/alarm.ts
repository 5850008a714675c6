/** Rings once, at the earliest of the times it is set to. Set it again when it has rung. */
export type Alarm = { within(ms: number): void; stop(): void }

/** Being set without end does not put it off without end: only an earlier time takes the place of the one it is set to. */
export function createAlarm(ring: () => void): Alarm {
  let timer: NodeJS.Timeout | null = null
  let setTo = Infinity
  return {
    within(ms) {
      const at = performance.now() + ms
      if (timer && setTo <= at) return
      if (timer) clearTimeout(timer)
      setTo = at
      timer = setTimeout(() => {
        timer = null
        ring()
      }, ms)
      timer.unref()
    },
    stop() {
      if (timer) clearTimeout(timer)
      timer = null
    },
  }
}
