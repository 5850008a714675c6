/** What somebody typed or pasted as an address of a site: its path, or what is wrong with it. */
export function pagePath(typed: string, host: string): { path: string } | { fault: 'pageWrong' | 'pageElsewhere' } {
  const text = typed.trim()
  if (text === '') return { path: '' }
  const whole = /^(?:https?:)?\/\//.test(text) ? URL.parse(text, 'http://host') : null
  if (whole) return whole.hostname === host ? { path: whole.pathname + whole.search } : { fault: 'pageElsewhere' }
  if (!text.startsWith('/') || /[\s\\#]/.test(text)) return { fault: 'pageWrong' }
  return { path: text }
}
