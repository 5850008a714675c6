import { createHash } from 'node:crypto'
import { globSync, readFileSync } from 'node:fs'
import path from 'node:path'
import { loadProvince } from '../../src/demo/load.ts'
import { filledTemplate } from './database.ts'
import { engineOn } from './index.ts'

const source = path.join(import.meta.dirname, '../../src')

/** As new as the day, which its texts are dated by, and as the code that may have had a hand in it. */
function age(): string {
  const hash = createHash('sha256').update(new Date().toISOString().slice(0, 10))
  for (const file of globSync('**/*.ts', { cwd: source }).sort()) {
    if (!file.endsWith('.test.ts')) hash.update(file).update(readFileSync(path.join(source, file)))
  }
  return hash.digest('hex').slice(0, 12)
}

/** The demonstration province, loaded once for all files of a run. */
export const provinceTemplate = () =>
  filledTemplate(`yw_province_${age()}`, async (pool) => {
    await loadProvince({ engine: engineOn(pool) }, { items: 1, now: new Date(), say: () => undefined })
  })
