import type { SiteFrame } from './model.ts'
import { escapeHtml } from './render-escape.ts'

type LinkingSite = Pick<SiteFrame, 'homeUrl' | 'trustedHosts'>

/** Attributes of a link. One that leaves the government's domains goes through the "you are leaving" page. */
export function linkAttributes(url: string, site: LinkingSite, className = ''): string {
  if (!leavesTrustedHosts(url, site.trustedHosts)) {
    return `href="${escapeHtml(safeUrl(url))}"${className && ` class="${escapeHtml(className)}"`}`
  }
  const classes = className ? `${className} external` : 'external'
  const stop = `${site.homeUrl}leave?to=${encodeURIComponent(url)}`
  return `href="${escapeHtml(stop)}" class="${escapeHtml(classes)}" rel="external noopener noreferrer" data-leave="${escapeHtml(url)}"`
}

/** Refuses schemes that run code: the answer is a harmless address. */
export function safeUrl(url: string): string {
  if (isLocal(url)) return url
  return /^(https?:\/\/|mailto:|tel:)/i.test(url) ? url : '#'
}

/** An http(s) address outside the trusted hosts. `.gov.cn` trusts every host below it, `a.gov.cn` only itself. */
export function leavesTrustedHosts(url: string, trustedHosts: readonly string[]): boolean {
  if (isLocal(url) || !/^(https?:)?\/\//i.test(url)) return false
  const host = URL.parse(url, 'https://local.invalid')?.hostname
  if (host === undefined) return false
  return !trustedHosts.some((trusted) => (trusted.startsWith('.') ? host.endsWith(trusted) : host === trusted))
}

// Backslashes count as slashes in a browser: `/\evil.example` would leave the site.
function isLocal(url: string): boolean {
  return url === '' || /^(\/(?![/\\])|[#?])/.test(url)
}
