/** Where readers find it: the portals answer on the port of the console. */
export function portalHref({ host, path }: { host: string; path: string }): string {
  const port = location.port === '' ? '' : `:${location.port}`
  return `//${host}${port}${path}`
}
