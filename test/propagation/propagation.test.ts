import assert from 'node:assert/strict'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { after, test } from 'node:test'
import { startKit } from '../kit/index.ts'
import { prove } from './proof.ts'

// For hours: npm run -s prove -- --minutes 120
const seeds = (process.env['PROOF_SEEDS'] ?? '1459629649').split(',').map(Number)
const steps = Number(process.env['PROOF_STEPS'] ?? 110)
const isLoud = process.env['PROOF_LOUD'] === '1'

const folder = mkdtempSync(path.join(tmpdir(), 'yiwang-proof-'))
after(() => rmSync(folder, { recursive: true, force: true }))

for (const seed of seeds) {
  const kit = await startKit()
  test(`seed ${seed}: after ${steps} changes of all kinds no page lies, and few are made in vain`, async (t) => {
    const dataDir = path.join(folder, String(seed))
    const proof = await prove(kit, {
      seed,
      steps,
      portals: 2,
      dataDir,
      ...(isLoud ? { say: (line) => t.diagnostic(line) } : {}),
    })
    t.diagnostic(JSON.stringify(proof))
    assert.equal(proof.missed, 0, proof.addresses.join('\n'))
    assert.ok(proof.looks > steps, 'pages were looked at')
    assert.ok(proof.remade > steps, 'stale pages were made anew')
    // One in twenty at most; a short run is a small sample, so two standard deviations are allowed on top.
    const expected = proof.remade / 20
    assert.ok(
      proof.unchanged <= expected + 2 * Math.sqrt(expected),
      `${proof.unchanged} of ${proof.remade} were made in vain`,
    )
  })
}
