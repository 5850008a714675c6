import { escapeHtml } from './render-escape.ts'
import { assets } from './site-context.ts'

/** A page without a site: for hosts nobody has, and for the moments in which no site can be read. */
export function plainPage(title: string, text: string, note: string | { title: string; url: string } = ''): string {
  return [
    '<!doctype html>',
    '<html lang="zh-CN" data-colour="ink"><head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="robots" content="noindex">',
    `<title>${escapeHtml(title)}</title><link rel="stylesheet" href="${assets.css.url}"></head>`,
    '<body><main class="wrap"><div class="section prose">',
    `<h1>${escapeHtml(title)}</h1><p class="flush">${escapeHtml(text)}</p>`,
    noteOf(note),
    '</div></main></body></html>',
  ].join('\n')
}

function noteOf(note: string | { title: string; url: string }): string {
  if (note === '') return ''
  if (typeof note === 'string') return `<p class="flush quiet">${escapeHtml(note)}</p>`
  return `<p class="flush"><a href="${escapeHtml(note.url)}">${escapeHtml(note.title)}</a></p>`
}
