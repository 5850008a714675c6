const unsafe = /[&<>"']/
const unsafeAll = /[&<>"']/g
const entities: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' }
/** Control characters (but tab and line ends), halves of surrogate pairs and non-characters: XML allows none of them. */
const controls = /[^\P{Cc}\t\n\r]|\p{Cs}|[\ufffe\uffff]/gu

/** Text as it may stand in element content or in a quoted attribute. */
export function escapeHtml(value: unknown): string {
  const text = typeof value === 'string' ? value : plainText(value)
  return unsafe.test(text) ? text.replace(unsafeAll, (char) => entities[char] ?? char) : text
}

/** What a value is as text; an object is a mistake in a template and prints nothing. */
export function plainText(value: unknown): string {
  if (typeof value === 'string') return value
  if (Array.isArray(value)) return value.map(plainText).join('')
  return typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean' ? String(value) : ''
}

/** The same for XML documents, which refuse control characters whole. */
export function escapeXml(value: unknown): string {
  return escapeHtml(value).replace(controls, '')
}
