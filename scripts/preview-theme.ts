// Renders every fixture page of the portal theme into a folder, to be looked at: node scripts/preview-theme.ts FOLDER [elder|high|large]
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fixturePages } from '../src/portal/fixtures/pages.ts'
import type { Reader } from '../src/portal/model.ts'
import { readAssets } from '../src/portal/render-assets.ts'
import { openTheme, renderPage } from '../src/portal/render.ts'

const readers: Record<string, Partial<Reader>> = {
  elder: { view: 'elder' },
  high: { contrast: 'high' },
  large: { text: 'large' },
}

const [folder, choice = 'standard'] = process.argv.slice(2)
if (!folder) throw new Error('usage: node scripts/preview-theme.ts FOLDER [elder|high|large]')

mkdirSync(folder, { recursive: true })
const { css, js } = readAssets()
for (const asset of [css, js]) {
  mkdirSync(join(folder, '_assets'), { recursive: true })
  writeFileSync(join(folder, asset.url), asset.body)
}

const themes = {
  government: openTheme('government'),
  department: openTheme('department'),
  village: openTheme('village'),
}
for (const { name, theme, model } of fixturePages) {
  const frame = { ...model.frame, reader: { ...model.frame.reader, ...readers[choice] } }
  const html = renderPage(themes[theme], { ...model, frame })
  // Opened as a file, so addresses of the assets must not start at the root.
  writeFileSync(join(folder, `${name}.html`), html.replaceAll('"/_assets/', '"_assets/'))
  console.log(`${name}.html  ${Math.round(html.length / 1024)} KB`)
}
