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

const FILE = /((?:src|href)=")\/files\/([0-9a-f]{8})[0-9a-f]{56}\/([^"]*)"/g

/** For a comparison: a file is its name and the beginning of its digest, so that an exchanged picture shows. */
export function toCompare(body: string): string {
  return body.replace(
    FILE,
    (_, attribute: string, digest: string, name: string) => `${attribute}${decoded(name)} ${digest}"`,
  )
}

function decoded(name: string): string {
  try {
    return decodeURIComponent(name).replaceAll('"', '')
  } catch {
    return name
  }
}
