import assert from 'node:assert/strict'
import { spawn, spawnSync } from 'node:child_process'
import { accessSync, constants, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { text } from 'node:stream/consumers'
import { after, afterEach, beforeEach, describe, test } from 'node:test'
import { type Browser, type BrowserContext, type BrowserContextOptions, chromium, type Page } from 'playwright-core'
import { z } from 'zod'
import { DEMO_PASSWORD } from '../../src/demo/accounts.ts'
import type { SearchReader } from '../../src/modules/search/index.ts'
import { startSystem, type System } from './system.ts'
import { createWitness, type Witness } from './witness.ts'

const { resolve } = createRequire(import.meta.url)
const root = path.join(import.meta.dirname, '../..')

export const desktop = { viewport: { width: 1280, height: 900 } } satisfies BrowserContextOptions
export const phone = {
  viewport: { width: 390, height: 844 },
  hasTouch: true,
  isMobile: true,
} satisfies BrowserContextOptions

/** Long enough for two busy cores; a step that is merely slow passes, one that never happens fails. */
const PATIENCE_MS = 20_000
const SWITCHES = ['--no-sandbox', '--disable-gpu', '--disable-background-networking', '--disable-component-update']

/** The same places that scripts/prepare.mjs looks at, which leaves a note of what it found. */
export function findChromium(): string | null {
  const places = [process.env['CHROMIUM'], noted(), '/usr/bin/chromium', '/usr/bin/google-chrome']
  return places.find((place) => place && isRunnable(place)) ?? null
}

function noted(): string | null {
  try {
    return readFileSync(path.join(root, 'node_modules/.yiwang-browser'), 'utf8').trim()
  } catch {
    return null
  }
}

function isRunnable(file: string): boolean {
  try {
    accessSync(file, constants.X_OK)
    return true
  } catch {
    return false
  }
}

export async function launchBrowser(): Promise<Browser> {
  const executablePath = findChromium()
  assert.ok(executablePath, 'no browser')
  return chromium.launch({ executablePath, args: [...SWITCHES, '--disable-sync', '--no-first-run'] })
}

/** The demonstration province on a port of its own, and one browser in which each person has a profile of their own. */
export type Stage = System & {
  /** Address on a host of the platform: `stage.at('www.yunling.localhost', '/sitemap/')`. */
  at(host: string, path?: string): string
  /** A page of somebody who has not been here before. */
  visitor(options?: BrowserContextOptions): Promise<Page>
  /** The console as one of the demonstration accounts sees it; a further window of somebody who is signed in already. */
  staff(login: string, options?: BrowserContextOptions): Promise<Page>
  /** What no page should do: script errors, errors on the browser's console, missing pictures, styles and scripts. */
  faults: string[]
}

/** A file of journeys; where there is no browser, one test of that name is skipped. */
export async function journeys(
  name: string,
  tell: (stage: Stage) => void | Promise<void>,
  options: { search?: SearchReader } = {},
): Promise<void> {
  if (findChromium() === null) return void test(name, { skip: 'no Chromium on this machine' })
  const witness = createWitness()
  const stage = await openStage(witness, options)
  describe(name, async () => {
    beforeEach(() => witness.begin())
    afterEach((context) => witness.testify(context))
    await tell(stage)
    test('no page complained on the way', () => assert.deepEqual(stage.faults, []))
  })
}

async function openStage(witness: Witness, options: { search?: SearchReader }): Promise<Stage> {
  const closing: (() => Promise<void>)[] = []
  // Registered before those of the system: the browser lets go of its connections first.
  after(async () => {
    for (const close of closing) await close()
  })
  const system = await startSystem({ province: true, ...options })
  const address = new URL(await system.server.listen({ port: 0, host: '127.0.0.1' }))
  const browser = await launchBrowser()
  closing.push(() => browser.close())
  const faults: string[] = []
  const at = (host: string, below = '/') => `http://${host}:${address.port}${below}`
  const profileOf = async (who: string, options: BrowserContextOptions) => {
    const habits = { locale: 'zh-CN', timezoneId: 'Asia/Shanghai', reducedMotion: 'reduce' } as const
    const context = await browser.newContext({ ...habits, ...options })
    context.setDefaultTimeout(PATIENCE_MS)
    context.on('page', (page) => {
      watch(page, faults)
      witness.attend(page, who)
    })
    return context
  }
  const visitor = async (options: BrowserContextOptions = desktop) => (await profileOf('visitor', options)).newPage()
  const profiles = new Map<string, Promise<BrowserContext>>()
  const staff = async (login: string, options: BrowserContextOptions = desktop) => {
    const key = `${login} ${JSON.stringify(options)}`
    const profile = profiles.get(key) ?? profileOf(login, options)
    profiles.set(key, profile)
    const page = await (await profile).newPage()
    await page.goto(at('localhost', '/console/'))
    const form = page.getByLabel('账号')
    await form
      .or(page.getByRole('navigation', { name: '主导航' }))
      .first()
      .waitFor()
    if (await form.isVisible()) await signIn(page, login)
    return page
  }
  return { ...system, at, visitor, staff, faults }
}

function watch(page: Page, faults: string[]): void {
  const here = () => page.url().replace(/^http:\/\//, '')
  page.on('pageerror', (error) => faults.push(`${here()}: ${error.message}`))
  page.on('console', (message) => {
    // Answers of 400 and above are looked at one by one below; a 404 page is not an error of the page.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) {
      faults.push(`${here()}: ${message.text()}`)
    }
  })
  page.on('response', (response) => {
    const isPart = ['stylesheet', 'script', 'image', 'font'].includes(response.request().resourceType())
    if (isPart && response.status() >= 400) faults.push(`${here()}: ${response.status()} ${response.url()}`)
  })
}

/** Fills in the sign-in form that is shown and waits until the console is there. */
export async function signIn(page: Page, login: string, password: string = DEMO_PASSWORD): Promise<void> {
  await page.getByLabel('账号').fill(login)
  await page.getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('button', { name: '登录', exact: true }).click()
  await page.getByRole('navigation', { name: '主导航' }).waitFor()
}

/** The dialog over a page whose session has ended knows the account and asks for the password. */
export async function signInAgain(page: Page, password: string = DEMO_PASSWORD): Promise<void> {
  await page.getByRole('dialog').getByLabel('密码', { exact: true }).fill(password)
  await page.getByRole('dialog').getByRole('button', { name: '登录', exact: true }).click()
}

/** Waits until the text stands on the page. */
export async function see(page: Page, text: string | RegExp): Promise<void> {
  await page.getByText(text).filter({ visible: true }).first().waitFor()
}

const axeSource = readFileSync(resolve('axe-core/axe.min.js'), 'utf8')
const Violations = z.array(
  z.object({ id: z.string(), help: z.string(), nodes: z.array(z.object({ target: z.string(), summary: z.string() })) }),
)

/** The rules that a change of colours can break; the others look at what a page is made of. */
const COLOURS = ['color-contrast', 'link-in-text-block']

/** Everything axe finds, one readable line each; empty on a good page. Colours are looked at when they stand still. */
export async function axeFindings(page: Page, rules?: readonly string[]): Promise<string[]> {
  await page.evaluate(`for (const one of document.getAnimations()) {
    if (one.effect.getComputedTiming().endTime !== Infinity) one.finish()
  }`)
  if (!(await page.evaluate('"axe" in window'))) await page.evaluate(axeSource)
  const options = { resultTypes: ['violations'], preload: false, ...(rules ? { runOnly: rules } : {}) }
  const found = await page.evaluate(`axe.run(document, ${JSON.stringify(options)})
    .then(({ violations }) => violations.map(({ id, help, nodes }) => ({
      id, help, nodes: nodes.map(({ target, failureSummary }) => ({ target: target.join(' '), summary: failureSummary })),
    })))`)
  return Violations.parse(found).flatMap(({ id, help, nodes }) =>
    nodes.map(({ target, summary }) => `${id} (${help}) at ${target}: ${summary.replace(/\s+/g, ' ')}`),
  )
}

export async function assertAccessible(page: Page, look = ''): Promise<void> {
  assert.deepEqual(await axeFindings(page), [], `accessibility of ${page.url()} ${look}`)
}

/** The same page in other colours. */
export async function assertReadable(page: Page, look = ''): Promise<void> {
  assert.deepEqual(await axeFindings(page, COLOURS), [], `colours of ${page.url()} ${look}`)
}

/** Nothing sticks out sideways: the reader scrolls in one direction only. */
export async function assertFitsWidth(page: Page): Promise<void> {
  const excess = await page.evaluate('document.documentElement.scrollWidth - window.innerWidth')
  assert.ok(Number(excess) <= 0, `${page.url()} is ${Number(excess)} px too wide`)
}

/** On a desk no table has columns out of sight. */
export async function assertTablesFit(page: Page): Promise<void> {
  const wide = await page.evaluate(`[...document.querySelectorAll('.scroll')]
    .filter((box) => box.firstElementChild.scrollWidth > box.clientWidth + 1)
    .map((box) => box.firstElementChild.ariaLabel + ' ' + box.firstElementChild.scrollWidth + ' > ' + box.clientWidth)`)
  assert.deepEqual(wide, [], `tables of ${page.url()} at ${page.viewportSize()?.width} px`)
}

/** Why pages cannot be checked by the Nu HTML checker here; false where they can. */
export const noJava: string | false = spawnSync('java', ['-version']).status === 0 ? false : 'no Java on this machine'

const Messages = z.object({
  messages: z.array(
    z.object({
      url: z.string(),
      message: z.string(),
      extract: z.string().default(''),
      lastLine: z.number().default(0),
    }),
  ),
})

/** Errors of the Nu HTML checker in any of the pages, which are told by name; Java is started once for all of them. */
export async function nuErrors(pages: ReadonlyMap<string, string>): Promise<string[]> {
  const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-html-'))
  try {
    const names = [...pages.keys()]
    const files = [...pages.values()].map((html, index) => {
      const file = path.join(folder, `${index}.html`)
      writeFileSync(file, html)
      return file
    })
    const { messages } = Messages.parse(JSON.parse(await runNu(files)))
    return messages.map((one) => {
      const name = names[Number(path.basename(one.url, '.html'))]
      return `${name}, line ${one.lastLine}: ${one.message} in ${one.extract.trim()}`
    })
  } finally {
    rmSync(folder, { recursive: true })
  }
}

/** A short run does not repay the optimising compiler and the parallel collector; without the former the stack is deeper. */
const JAVA_SWITCHES = ['-XX:TieredStopAtLevel=1', '-XX:+UseSerialGC', '-Xss4m']

async function runNu(files: readonly string[]): Promise<string> {
  const jar = resolve('vnu-jar/build/dist/vnu.jar')
  const checker = spawn('java', [...JAVA_SWITCHES, '-jar', jar, '--errors-only', '--format', 'json', ...files], {
    stdio: ['ignore', 'ignore', 'pipe'],
  })
  const said = await text(checker.stderr)
  assert.ok(said.startsWith('{'), said)
  return said
}
