import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import path from 'node:path'
import { setTimeout } from 'node:timers/promises'
import type { Page, Request, Response } from 'playwright-core'

/** Where the evidence of failed journeys is kept: one folder per journey, a picture and a text per page. */
const EVIDENCE = path.join(import.meta.dirname, '../../data/test/journeys')
const CALLS_TOLD = 12
const LETTERS_TOLD = 1_500
/** A page that hangs must not hang its witness. */
const PATIENCE_MS = 5_000

/** What a hook is told of the test before it; its types do not know all of it yet. */
type Journey = { readonly name: string; readonly passed?: boolean; readonly error?: Error | null }
type Call = { at: number; line: string; outcome: string; problem: Promise<string> | undefined }
type Watched = { who: string; page: Page; calls: Call[]; movedAt: number }

/** Remembers what the pages of a stage asked of the server, and tells it with what they show when a journey fails. */
export type Witness = {
  attend(page: Page, who: string): void
  begin(): void
  testify(journey: Journey): Promise<void>
}

export function createWitness(): Witness {
  const watched: Watched[] = []
  let begun = Date.now()
  return {
    attend(page, who) {
      const one: Watched = { who, page, calls: [], movedAt: Date.now() }
      watched.push(one)
      const open = new Map<Request, Call>()
      page.on('framenavigated', () => (one.movedAt = Date.now()))
      page.on('request', (request) => {
        const { pathname, search } = new URL(request.url())
        if (!pathname.startsWith('/api/')) return
        const line = `${request.method()} ${decodeURI(pathname + search)}`
        const call: Call = { at: Date.now(), line, outcome: 'no answer yet', problem: undefined }
        open.set(request, call)
        one.calls = [...one.calls, call].slice(-CALLS_TOLD)
      })
      page.on('requestfailed', (request) => settle(open.get(request), request.failure()?.errorText ?? 'failed'))
      page.on('response', (response) => {
        const call = open.get(response.request())
        settle(call, String(response.status()))
        if (call && response.status() >= 400) call.problem = bodyOf(response)
      })
    },
    begin() {
      begun = Date.now()
    },
    async testify(journey) {
      if (journey.passed !== false) return
      const folder = path.join(EVIDENCE, slug(journey.name))
      rmSync(folder, { recursive: true, force: true })
      mkdirSync(folder, { recursive: true })
      const concerned = watched.filter(({ page, movedAt }) => !page.isClosed() && movedAt >= begun)
      const told: string[] = []
      for (const [index, one] of concerned.entries()) {
        const file = path.join(folder, `${index + 1}-${slug(one.who)}`)
        const { head, text } = await describePage(one, begun)
        writeFileSync(`${file}.txt`, `${head}\n\n${text}\n`)
        await inTime<unknown>(one.page.screenshot({ path: `${file}.png`, timeout: PATIENCE_MS }), null)
        told.push(`${head}\n${indent(shorten(text))}`)
      }
      addTo(journey.error, ['', `What the pages showed (also in ${folder}):`, ...told, ''].join('\n\n'))
    },
  }
}

function settle(call: Call | undefined, outcome: string): void {
  if (call) call.outcome = `${outcome} after ${Date.now() - call.at} ms`
}

/** Not all of it may ever arrive. */
const bodyOf = async (response: Response) => (await inTime(response.text(), '(no body)')).slice(0, 500)

async function inTime<T>(wanted: Promise<T>, otherwise: T): Promise<T> {
  const patience = new AbortController()
  const late = setTimeout(PATIENCE_MS, otherwise, { signal: patience.signal })
  const found = await Promise.race([wanted, late]).catch(() => otherwise)
  patience.abort()
  await late.catch(() => undefined)
  return found
}

async function describePage({ who, page, calls }: Watched, begun: number) {
  const lines = await Promise.all(
    calls.map(async ({ at, line, outcome, problem }) => {
      const second = ((at - begun) / 1000).toFixed(1).padStart(6)
      return `${second} s  ${line}  ${outcome}${problem ? `\n          ${await problem}` : ''}`
    }),
  )
  const text = await inTime(page.evaluate('document.body.innerText').then(String), '(the page does not answer)')
  const head = [
    `── ${who}: ${page.url()}, ${((Date.now() - begun) / 1000).toFixed(1)} s into the journey`,
    ...lines,
  ].join('\n')
  // Dialogs come last in the document, and blank lines say nothing.
  return { head, text: text.replace(/\n\s*\n+/g, '\n').trim() }
}

const indent = (text: string) => text.replace(/^/gm, '   │ ')

/** Both ends: the head of a page, and the dialogs and messages that lie over it. */
const shorten = (text: string) =>
  text.length <= LETTERS_TOLD ? text : `${text.slice(0, LETTERS_TOLD / 2)}\n…\n${text.slice(-LETTERS_TOLD / 2)}`

const slug = (name: string) => name.replaceAll(/[^\p{L}\p{N}]+/gu, '-').slice(0, 60)

/** Reporters print the stack of what a test threw, so this is where it is read. */
function addTo(error: Error | null | undefined, report: string): void {
  const thrown = error?.cause instanceof Error ? error.cause : error
  if (thrown) thrown.stack = `${thrown.stack ?? thrown.message}${report}`
}
