/** Begins a table: the mark tells spreadsheet programs that it is UTF-8. */
export const CSV_MARK = '\u{feff}'

/** A row of a table that spreadsheets open (RFC 4180). A cell that begins like a formula is shown as text, not computed. */
export const csvRow = (cells: readonly string[]): string => `${cells.map(cell).join(',')}\r\n`

function cell(text: string): string {
  const safe = /^[=+\-@\t\r]/.test(text) ? `'${text}` : text
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}
