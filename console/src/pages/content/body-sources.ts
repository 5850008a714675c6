const RELEASED = /((?:src|href)=")\/files\/([0-9a-f]{64})\/([^"]*)"/g
const INSIDE = /((?:src|href)=")\/api\/uploads\/by-blob\/([0-9a-f]{64})\?as=([^"]*)"/g

/** Address of a file inside the console, where it need not be released yet. */
export function insideHref(blob: string, name: string): string {
  return `/api/uploads/by-blob/${blob}?as=${encodeURIComponent(name)}`
}

/** A text as the editor shows it: files come from the console's own address. */
export function toEditor(body: string): string {
  return body.replace(RELEASED, '$1/api/uploads/by-blob/$2?as=$3"')
}

/** A text as it is kept: files stand under the address at which every portal serves them. */
export function fromEditor(html: string): string {
  return html.replace(INSIDE, '$1/files/$2/$3"')
}
