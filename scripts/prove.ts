// npm run -s prove -- --minutes 120 | --seeds 1,2,3 [--steps 2000] [--portals 3] [--json]: the randomised proof of propagation,
// for as long as wanted and without the time limit of a test. Ends with 1 when a page lied or too many were made in vain.
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { parseArgs } from 'node:util'
import { openKit } from '../test/kit/index.ts'
import { type Proof, prove } from '../test/propagation/proof.ts'

const USAGE = `npm run -s prove -- [options]: random changes, every kept page compared with a fresh rendering
  --minutes N    seed after seed, for so long; without it one seed
  --seeds 1,2,3  these seeds: the same seed makes the same changes
  --steps N      changes a seed (2000)
  --portals N    portal processes (3), of which one is killed now and then
  --loud         tell each change
  --json         the figures on one line
`

/** A mistake in the arguments is told in a line, not as a crash. */
function readArguments() {
  try {
    return parseArgs(ARGUMENTS)
  } catch (error) {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n\n${USAGE}`)
    process.exit(2)
  }
}

const ARGUMENTS = {
  options: {
    help: { type: 'boolean', short: 'h', default: false },
    minutes: { type: 'string' },
    seeds: { type: 'string' },
    steps: { type: 'string', default: '2000' },
    portals: { type: 'string', default: '3' },
    loud: { type: 'boolean', default: false },
    json: { type: 'boolean', default: false },
  },
} as const
const { values } = readArguments()
if (values.help) {
  process.stdout.write(USAGE)
  process.exit(0)
}
const isCount = (text: string | undefined) => text === undefined || Number(text) > 0
const isSeeds = (text: string | undefined) => text === undefined || /^\d+(?:,\d+)*$/.test(text)
if (![values.minutes, values.steps, values.portals].every(isCount) || !isSeeds(values.seeds)) {
  process.stderr.write(`minutes, steps and portals are numbers above 0, seeds whole numbers with commas\n\n${USAGE}`)
  process.exit(2)
}

const MAY_BE_IN_VAIN = 0.05
const VERIFY_EVERY = 250
const [steps, portals] = [Number(values.steps), Number(values.portals)]
const end = values.minutes === undefined ? Infinity : Date.now() + Number(values.minutes) * 60_000
const seeds = values.seeds?.split(',').map(Number)
/** Ctrl-C ends after the step that is being made, with the figures so far. */
let isEnded = false
for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => void (isEnded = true))
const isTimeUp = () => isEnded || Date.now() > end
const say = (line: string) => void process.stderr.write(`${new Date().toISOString()} ${line}\n`)

/** Those that were named; else any, and for as long as there is time. */
function* chosen(): Generator<number> {
  if (seeds) yield* seeds
  else
    do yield Math.floor(Math.random() * 2 ** 31)
    while (end !== Infinity)
}

type Outcome = Proof | { seed: number; error: string }

async function proveOne(seed: number): Promise<Outcome> {
  const kit = await openKit()
  const dataDir = mkdtempSync(path.join(tmpdir(), 'yiwang-proof-'))
  try {
    return await prove(kit, {
      seed,
      steps,
      portals,
      dataDir,
      verifyEvery: VERIFY_EVERY,
      isTimeUp,
      say: (line) => (values.loud || line.includes('verified')) && say(`${seed}: ${line}`),
    })
  } catch (error) {
    return { seed, error: error instanceof Error ? (error.stack ?? error.message) : String(error) }
  } finally {
    await kit.close()
    rmSync(dataDir, { recursive: true, force: true })
  }
}

const outcomes: Outcome[] = []
for (const seed of chosen()) {
  if (isTimeUp()) break
  say(`seed ${seed}`)
  const outcome = await proveOne(seed)
  outcomes.push(outcome)
  say(JSON.stringify(outcome, null, 2))
}

const proofs = outcomes.filter((outcome): outcome is Proof => !('error' in outcome))
const sum = (of: (proof: Proof) => number) => proofs.reduce((total, proof) => total + of(proof), 0)
const share =
  sum((proof) => proof.unchanged) /
  Math.max(
    1,
    sum((proof) => proof.remade),
  )
const total = {
  seeds: outcomes.map(({ seed }) => seed),
  failed: outcomes.filter((outcome) => 'error' in outcome),
  steps: sum((proof) => proof.steps),
  looks: sum((proof) => proof.looks),
  kills: sum((proof) => proof.kills),
  pages: sum((proof) => proof.pages),
  missed: sum((proof) => proof.missed),
  remade: sum((proof) => proof.remade),
  in_vain: sum((proof) => proof.unchanged),
  in_vain_share: Math.round(share * 10_000) / 10_000,
}
process.stdout.write(`${JSON.stringify(total, null, values.json ? 0 : 2)}\n`)
process.exit(total.failed.length > 0 || total.missed > 0 || share > MAY_BE_IN_VAIN ? 1 : 0)
