import sanitizeHtml from 'sanitize-html'

const CLASSES = ['flush', 'sign', 'scroll', 'attachment', 'align-center', 'align-right', 'align-justify']
const ALIGN = [/^(left|right|center|justify)$/]

const options: sanitizeHtml.IOptions = {
  allowedTags: (
    'p h2 h3 h4 ul ol li blockquote br hr div span strong b em i u s sub sup a img figure figcaption time ' +
    'table caption colgroup col thead tbody tfoot tr th td'
  ).split(' '),
  allowedAttributes: {
    '*': [{ name: 'class', multiple: true, values: CLASSES }],
    p: ['style'],
    h2: ['style', 'id'],
    h3: ['style', 'id'],
    h4: ['style', 'id'],
    a: ['href', 'title', 'download'],
    img: ['src', 'alt', 'width', 'height', 'title'],
    th: ['colspan', 'rowspan', 'scope', 'style'],
    td: ['colspan', 'rowspan', 'style'],
    col: ['span'],
    ol: ['start', 'type'],
    time: ['datetime'],
  },
  allowedStyles: { '*': { 'text-align': ALIGN } },
  allowedSchemes: ['http', 'https', 'mailto', 'tel'],
  allowedSchemesByTag: { img: ['http', 'https'] },
  allowProtocolRelative: false,
  disallowedTagsMode: 'discard',
  transformTags: { h1: 'h2', h5: 'h4', h6: 'h4' },
  nestingLimit: 60,
  enforceHtmlBoundary: false,
}

/** Whatever came in, only the tags and attributes of an article come out; no script, no style but alignment. */
export function cleanHtml(html: string): string {
  return sanitizeHtml(html, options).trim()
}

/** The text of an article without its tags. */
export function textOfHtml(html: string): string {
  const spaced = html.replaceAll(/<(?:\/(?:p|h[2-4]|li|tr|div|blockquote)|br)\b[^>]*>/g, '$&\n')
  return sanitizeHtml(spaced, { allowedTags: [], allowedAttributes: {} })
    .replaceAll(/[ \t\u3000]+/g, ' ')
    .replaceAll(/\n\s*\n+/g, '\n')
    .trim()
}

/** Plain text with line breaks as paragraphs. */
export function htmlOfText(text: string): string {
  return text
    .split(/\r?\n+/)
    .map((line) => line.trim())
    .filter((line) => line !== '')
    .map((line) => `<p>${escapeHtml(line)}</p>`)
    .join('\n')
}

export function escapeHtml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll('"', '&quot;')
}
