export const p = (text: string): string => `<p>${text}</p>`
export const h2 = (text: string): string => `<h2>${text}</h2>`
export const h3 = (text: string): string => `<h3>${text}</h3>`
export const ul = (items: readonly string[]): string => `<ul>${items.map((item) => `<li>${item}</li>`).join('')}</ul>`

/** A plain table whose first row is the head. */
export function table(head: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[], tag: string): string =>
    `<tr>${cells.map((cell) => `<${tag}>${cell}</${tag}>`).join('')}</tr>`
  return `<table><tbody>${line(head, 'th')}${rows.map((row) => line(row, 'td')).join('')}</tbody></table>`
}

/** Signature of a formal text, at its end. */
export const signed = (organ: string, day: string): string =>
  `<p style="text-align: right">${organ}</p><p style="text-align: right">${day}</p>`

/** First characters of a text without its markup. */
export function firstWords(html: string, length: number): string {
  const text = html.slice(0, length * 6).replace(/<[^>]*>?/g, '')
  return text.length > length ? `${text.slice(0, length - 1)}…` : text
}
