/** Fills {name} in a contract's path. */
export function fillPath(path: string, params: Readonly<Record<string, unknown>> | undefined): string {
  return path.replace(/\{(\w+)\}/g, (_, name: string) => {
    const value = params?.[name]
    const isThere = (typeof value === 'string' && value !== '') || typeof value === 'number'
    if (!isThere) throw new Error(`path parameter ${name} is missing`)
    return encodeURIComponent(String(value))
  })
}

/** A query string with its question mark; empty values are left out, lists repeat their name. */
export function queryString(query: Readonly<Record<string, unknown>> | undefined): string {
  const found = new URLSearchParams()
  for (const [name, value] of Object.entries(query ?? {})) {
    for (const one of Array.isArray(value) ? value : [value]) {
      if (one === undefined || one === null || one === '') continue
      found.append(name, one instanceof Date ? one.toISOString() : String(one))
    }
  }
  const text = found.toString()
  return text === '' ? '' : `?${text}`
}
