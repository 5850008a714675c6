// Every check and test of the project; run by `npm test`. With --quick (`npm run check`) without browsers and builds.
import { spawn } from 'node:child_process'
import { globSync } from 'node:fs'
import { testServer } from '../test/kit/database.ts'

const isQuick = process.argv.includes('--quick')
const node = process.execPath
const bin = (name: string) => `node_modules/.bin/${name}`

type Step = { name: string; command: string; args: string[] }

const browserTests = (file: string) => /\.spec\.ts$|render-pages\.test\.ts$/.test(file)
const files = globSync(['src/**/*.test.ts', 'test/**/*.test.ts', 'test/**/*.spec.ts', 'console/src/**/*.test.ts'])
  .filter((file) => !isQuick || !browserTests(file))
  .sort((a, b) => Number(browserTests(a)) - Number(browserTests(b)) || a.localeCompare(b))

const checks: Step[] = [
  { name: 'types', command: node, args: [bin('tsc'), '--noEmit', '-p', '.'] },
  { name: 'types of the console', command: node, args: [bin('tsc'), '--noEmit', '-p', 'console'] },
  { name: 'lint', command: node, args: [bin('oxlint'), '--type-aware', '--quiet'] },
  { name: 'format', command: node, args: [bin('oxfmt'), '--check', '.'] },
  {
    name: 'boundaries',
    command: node,
    args: [bin('depcruise'), '--config', '.dependency-cruiser.cjs', 'src', 'console/src'],
  },
]

function run({ name, command, args }: Step, environment: NodeJS.ProcessEnv = process.env): Promise<boolean> {
  const started = Date.now()
  process.stdout.write(`\n== ${name}\n`)
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'inherit', env: environment })
    child.on('close', (code) => {
      const seconds = ((Date.now() - started) / 1000).toFixed(1)
      process.stdout.write(`== ${name}: ${code === 0 ? 'ok' : `FAILED (${code})`}, ${seconds} s\n`)
      resolve(code === 0)
    })
  })
}

const failed: string[] = []
for (const step of checks) if (!(await run(step))) failed.push(step.name)

// One database server for all test files; each file clones a database of its own.
const server = await testServer()
const tests: Step = {
  name: 'tests',
  command: node,
  args: [
    '--test',
    '--test-concurrency=2',
    '--test-timeout=300000',
    '--test-force-exit',
    '--test-reporter=spec',
    ...files,
  ],
}
if (!(await run(tests, { ...process.env, TEST_DATABASE_URL: server.url }))) failed.push(tests.name)
await server.stop()

process.stdout.write(failed.length === 0 ? '\nall checks and tests passed\n' : `\nfailed: ${failed.join(', ')}\n`)
process.exit(failed.length === 0 ? 0 : 1)
