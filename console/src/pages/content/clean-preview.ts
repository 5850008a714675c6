import { allowedTags } from '../../editor/allowed.ts'

const KEPT: ReadonlySet<string> = new Set([...allowedTags, 'div', 'span', 'b', 'i', 'colgroup', 'col', 'time'])
const ATTRIBUTES: ReadonlySet<string> = new Set([
  'class',
  'src',
  'alt',
  'href',
  'colspan',
  'rowspan',
  'start',
  'scope',
  'width',
  'height',
  'id',
])
const SAFE = /^(https?:|mailto:|tel:|\/(?!\/)|#)/i

/** The browser's own parser, and only tags and attributes of a text: nothing of a stored text can act here. */
export function cleanPreview(html: string): string {
  const page = new DOMParser().parseFromString(html, 'text/html')
  for (const element of Array.from(page.body.querySelectorAll('*'))) {
    const tag = element.tagName.toLowerCase()
    if (['script', 'style', 'iframe', 'object', 'svg', 'math', 'template'].includes(tag)) element.remove()
    else if (!KEPT.has(tag)) element.replaceWith(...element.childNodes)
    else cleanAttributes(element)
  }
  return page.body.innerHTML
}

function cleanAttributes(element: Element): void {
  for (const { name, value } of Array.from(element.attributes)) {
    const isAddress = name === 'src' || name === 'href'
    if (!ATTRIBUTES.has(name) || (isAddress && !SAFE.test(value))) element.removeAttribute(name)
  }
  if (element.tagName === 'A') {
    element.setAttribute('target', '_blank')
    element.setAttribute('rel', 'noreferrer')
  }
}
