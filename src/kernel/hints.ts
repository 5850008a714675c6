/**
 * Another way to tell readers that something was committed, beside NOTIFY: for portals whose connection cannot listen (a pooler),
 * and for many machines. A hint like NOTIFY, never the only copy: what was committed stands in the change log.
 */
export type Hints = {
  /** Something was committed. Never waits and never fails: a hint that is lost costs half a second. */
  publish(): void
  /** Calls `wake` for every hint, and after every time in which hints may have been lost. */
  subscribe(wake: () => void): void
  /** The subscription stands: hints arrive. */
  isConnected(): boolean
  close(): Promise<void>
}
