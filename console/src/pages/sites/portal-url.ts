/** Where a site is seen: its host with the port of this console, so that it works before a reverse proxy stands. */
export function portalUrl(site: { host: string | null; basePath: string }, path = '/'): string | undefined {
  if (site.host === null) return undefined
  const port = location.port === '' ? '' : `:${location.port}`
  return `//${site.host}${port}${site.basePath}${path}`
}
