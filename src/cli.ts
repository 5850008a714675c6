// The operator's command line: npm run yiwang -- <command>. Answers on standard output, everything else on standard error.
import { runCli } from './cli/index.ts'

// Whoever reads the answer may stop reading: `site list | head`.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1))
process.exitCode = await runCli(process.argv, process.env)
