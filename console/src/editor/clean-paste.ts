import { aligns, allowedTags } from './allowed.ts'

const KEPT: ReadonlySet<string> = new Set(allowedTags)
const RENAMED: Readonly<Record<string, string>> = {
  b: 'strong',
  i: 'em',
  del: 's',
  strike: 's',
  h1: 'h2',
  h5: 'h4',
  h6: 'h4',
}
const ATTRIBUTES: Readonly<Record<string, readonly string[]>> = {
  a: ['href'],
  img: ['src', 'alt'],
  td: ['colspan', 'rowspan'],
  th: ['colspan', 'rowspan'],
  ol: ['start'],
}
/** Elements whose content is not text. */
const DROPPED = /<(style|script|xml|title|head|o:p|w:\w+|m:\w+|v:\w+)\b[^>]*>[\s\S]*?<\/\1\s*>/gi

/**
 * What comes from Word, WPS or a web page as plain structure: paragraphs, headings, lists, tables, links, emphasis.
 * Fonts, colours, distances and Office's own markup go; alignment stays as a class. The editor's schema is the second sieve.
 */
export function cleanPaste(html: string): string {
  return html
    .replace(/<!--[\s\S]*?-->/g, '')
    .replace(/<!\[[\s\S]*?\]>/g, '')
    .replace(DROPPED, '')
    .replace(/<\/?(?:html|body|meta|link|o:p|font|center)\b[^>]*>/gi, '')
    .replace(/<(\/?)([a-z][\w:-]*)\b((?:"[^"]*"|'[^']*'|[^>"'])*)>/gi, (_, slash: string, name: string, rest: string) =>
      keptTag(slash !== '', name.toLowerCase(), rest),
    )
    .replace(/<(strong|em|u|s|sub|sup)>(\s|&nbsp;|\u00a0)*<\/\1>/gi, '$2')
    .replace(/<p(?: class="[^"]*")?>(?:\s|&nbsp;|\u00a0)*<\/p>/gi, '')
}

/** How many pictures a pasted text brings that cannot be taken over. */
export function countPictures(html: string): number {
  return html.match(/<(?:img|v:imagedata)\b/gi)?.length ?? 0
}

function keptTag(isClosing: boolean, name: string, rest: string): string {
  const kept = RENAMED[name] ?? (name === 'div' ? 'p' : name)
  if (!KEPT.has(kept)) return ''
  if (isClosing) return `</${kept}>`
  const attributes = (ATTRIBUTES[kept] ?? []).flatMap((one) => {
    const value = attributeOf(rest, one)
    return value === undefined || value === '' ? [] : [` ${one}="${value.replaceAll('"', '&quot;')}"`]
  })
  const align = alignOf(rest)
  if (align !== undefined && /^(?:p|h[2-4]|td|th)$/.test(kept)) attributes.push(` class="align-${align}"`)
  return `<${kept}${attributes.join('')}>`
}

function alignOf(rest: string): string | undefined {
  const wanted = /text-align:\s*(\w+)/i.exec(attributeOf(rest, 'style') ?? '')?.[1] ?? attributeOf(rest, 'align')
  return aligns.find((one) => one === wanted?.toLowerCase() && one !== 'justify')
}

function attributeOf(rest: string, name: string): string | undefined {
  const found = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(rest)
  return found?.[1] ?? found?.[2] ?? found?.[3]
}
