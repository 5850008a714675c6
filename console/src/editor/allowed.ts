/** What the text may contain: the same list as the server's, which cleans whatever arrives. */
export const allowedTags: readonly string[] = [
  'p',
  'h2',
  'h3',
  'h4',
  'ul',
  'ol',
  'li',
  'blockquote',
  'br',
  'hr',
  'table',
  'caption',
  'thead',
  'tbody',
  'tfoot',
  'tr',
  'th',
  'td',
  'figure',
  'figcaption',
  'img',
  'a',
  'strong',
  'em',
  'u',
  's',
  'sub',
  'sup',
]

/** The only classes a text may carry. */
export const allowedClasses = ['align-center', 'align-right', 'align-justify', 'attachment'] as const

export type Align = 'center' | 'right' | 'justify'

export const aligns: readonly Align[] = ['center', 'right', 'justify']

/** Addresses that a link may lead to. */
export function isSafeLink(href: string): boolean {
  return /^(https?:|mailto:|tel:|\/(?!\/)|#|\.{1,2}\/)/i.test(href.trim())
}

/** Pictures must be our own: uploaded, never hot-linked or inlined. */
export function isOwnPicture(src: string, origin: string): boolean {
  return /^\/(?!\/)/.test(src) || src.startsWith(`${origin}/`)
}
