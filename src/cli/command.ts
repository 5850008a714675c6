import type { Command } from 'commander'
import type { App } from '../app.ts'
import { type Actor, system } from '../kernel/actor.ts'
import { fill } from '../kernel/i18n.ts'

export type Cli = {
  say(line: string): void
  /** Run with the app: against a running server's database, or one started for the occasion and stopped after. */
  withApp<T>(act: (app: App) => Promise<T>): Promise<T>
  /** The one answer of a command: a JSON document, or lines for people. */
  answer(options: { json?: boolean }, value: unknown, lines: () => readonly string[]): void
  /** The command did its work and found something wrong. */
  fail(): void
  exitCode(): number
  explain(error: unknown): Promise<{ message: string; details: string[] }>
}

/** Adds commands to the program. Modules of the app are imported inside the actions, so that --help is quick. */
export type Register = (program: Command, cli: Cli) => void

/** Refused, with the reason in the operator's language. */
export class Refusal extends Error {
  readonly details: string[]
  constructor(message: string, details: string[] = []) {
    super(message)
    this.details = details
  }
}

export const JSON_OPTION = ['--json', '只输出一个 JSON 文档'] as const
export const operator: Actor = system('command-line')

export function createCli(environment: Record<string, string | undefined>): Cli {
  let code = 0
  const say = (line: string) => void process.stderr.write(`${line}\n`)
  return {
    say,
    async withApp(act) {
      const [{ createApp }, { readConfig }] = await Promise.all([import('../app.ts'), import('../config.ts')])
      const app = await createApp(readConfig(environment), { say })
      try {
        return await act(app)
      } finally {
        await app.close()
      }
    },
    answer({ json }, value, lines) {
      const text = json ? JSON.stringify(value) : lines().join('\n')
      process.stdout.write(`${text}\n`)
    },
    fail: () => void (code = 1),
    exitCode: () => code,
    explain,
  }
}

type Fault = { pointer: string; detail: string }

const isFault = (value: unknown): value is Fault =>
  typeof value === 'object' && value !== null && 'pointer' in value && 'detail' in value

/** A Problem in words; anything else with its stack, for it is a bug. */
async function explain(error: unknown): Promise<{ message: string; details: string[] }> {
  const { Problem } = await import('../kernel/problem.ts')
  if (!(error instanceof Problem)) {
    return { message: error instanceof Error ? (error.stack ?? error.message) : String(error), details: [] }
  }
  const { allLabels } = await import('../modules.ts')
  const words = allLabels.map((set) => set['zh-CN'][`problem.${error.code}`]).find((word) => word !== undefined)
  const errors = error.extra['errors']
  const details = Array.isArray(errors)
    ? errors.filter(isFault).map(({ pointer, detail }) => `  ${pointer}: ${detail}`)
    : []
  return { message: fill(words ?? error.code, error.extra), details }
}

/** Columns of text, aligned; Chinese characters take two cells. */
export function table(rows: readonly (readonly string[])[]): string[] {
  const widths: number[] = []
  for (const row of rows) row.forEach((cell, at) => (widths[at] = Math.max(widths[at] ?? 0, widthOf(cell))))
  return rows.map((row) =>
    row
      .map((cell, at) => cell + ' '.repeat((widths[at] ?? 0) - widthOf(cell)))
      .join('  ')
      .trimEnd(),
  )
}

const widthOf = (text: string): number =>
  Array.from(text).reduce((sum, letter) => sum + ((letter.codePointAt(0) ?? 0) > 0x2e7f ? 2 : 1), 0)
