import { setTimeout as sleep } from 'node:timers/promises'
import type { App } from '../app.ts'
import { type SearchClient, SearchUnavailable } from '../modules/search/index.ts'
import { type Cli, Refusal } from './command.ts'

const PATIENCE_MS = 60_000
const AGAIN_MS = 200

/** The search node that runs, or one of our own for the occasion where none does. */
export async function withSearch<T>(app: App, cli: Cli, act: (node: SearchClient) => Promise<T>): Promise<T> {
  if (await answers(app.search)) return act(app.search)
  if (app.config.searchUrl !== null) throw new Refusal(`检索服务 ${app.config.searchUrl} 没有应答`)
  const deadline = performance.now() + PATIENCE_MS
  let lock = app.lockSearch()
  for (let tries = 0; lock === null; tries++) {
    // Somebody has the index and does not answer yet: it is starting, or stopping.
    if (await answers(app.search)) return act(app.search)
    if (performance.now() > deadline) throw new Refusal('检索进程占用着索引，但没有应答')
    if (tries === 0) cli.say('等待检索进程…')
    await sleep(AGAIN_MS)
    lock = app.lockSearch()
  }
  try {
    const { openSearchNode } = await import('../roles/search.ts')
    const node = await openSearchNode(app)
    try {
      return await act(node)
    } finally {
      await node.close()
    }
  } finally {
    lock.release()
  }
}

async function answers(node: SearchClient): Promise<boolean> {
  return node.state().then(
    () => true,
    (error: unknown) => {
      if (error instanceof SearchUnavailable) return false
      throw error
    },
  )
}
