/** Ends of blocks: what a reader sees as a new line. */
const BLOCK_END = /<\/(?:p|h[1-6]|li|blockquote|figcaption|caption|tr|div)\s*>|<br\s*\/?>|<hr\s*\/?>/gi
const ENTITIES: Readonly<Record<string, string>> = { amp: '&', lt: '<', gt: '>', quot: '"', apos: "'", nbsp: ' ' }

/**
 * Cleaned HTML as the paragraphs a reviewer compares: one per heading, paragraph, list item or table row.
 * Pictures and link targets become words, because a changed picture or address is a change too.
 */
export function paragraphsOf(html: string): string[] {
  return html
    .replace(/[\r\n]+/g, ' ')
    .replace(/<img\b[^>]*>/gi, (tag) => `【图片：${attribute(tag, 'alt') ?? ''} ${attribute(tag, 'src') ?? ''}】\n`)
    .replace(/<a\b[^>]*>(.*?)<\/a>/gi, (tag: string, words: string) => linkWords(words, attribute(tag, 'href')))
    .replace(/<(t[dh])\b[^>]*>(.*?)<\/\1>/gi, (_, __, cell: string) => `${cell.replace(BLOCK_END, ' ').trim()}　|　`)
    .replace(/　\|　\s*(?=<\/tr)/gi, '')
    .replace(BLOCK_END, '\n')
    .replace(/<[^>]+>/g, '')
    .split('\n')
    .map((line) =>
      decoded(line)
        .replace(/[ \t]+/g, ' ')
        .trim(),
    )
    .filter((line) => line !== '')
}

function linkWords(words: string, href: string | undefined): string {
  return href === undefined || href === '' ? words : `${words}〔${href}〕`
}

function attribute(tag: string, name: string): string | undefined {
  return new RegExp(`\\s${name}\\s*=\\s*"([^"]*)"`, 'i').exec(tag)?.[1]
}

function decoded(text: string): string {
  return text.replace(/&(#x?[\da-f]+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return ENTITIES[name.toLowerCase()] ?? whole
    const code =
      name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10)
    return Number.isInteger(code) && code > 0 && code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
