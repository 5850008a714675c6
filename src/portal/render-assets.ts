import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

export interface Asset {
  /** Carries a hash of the content, so it may be kept for ever. */
  url: string
  type: string
  body: string
}

const folder = fileURLToPath(new URL('../../themes/base/assets/', import.meta.url))

/** The portal's style sheet (tokens and parts in one request) and its script. */
export function readAssets(): { css: Asset; js: Asset } {
  const css = `${read('tokens.css')}\n${read('portal.css')}`.replace(/\/\*.*?\*\//gs, '').replace(/\n\s*/g, '\n')
  return {
    css: asset('portal', 'css', 'text/css; charset=utf-8', css.trim()),
    js: asset('page', 'js', 'text/javascript; charset=utf-8', read('page.js')),
  }
}

/** What browsers ask every host for, whatever its pages say. */
export const readIcon = (): Buffer => readFileSync(`${folder}favicon.ico`)

function asset(name: string, extension: string, type: string, body: string): Asset {
  const hash = createHash('sha256').update(body).digest('hex').slice(0, 12)
  return { url: `/_assets/${name}.${hash}.${extension}`, type, body }
}

function read(file: string): string {
  return readFileSync(folder + file, 'utf8')
}
