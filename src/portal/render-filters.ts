import type { Liquid } from 'liquidjs'
import { dateCn, dateFormalCn, datetimeCn } from './render-dates.ts'
import { escapeHtml } from './render-escape.ts'
import { linkAttributes, safeUrl } from './render-links.ts'
import { siteOf } from './render-tags.ts'
import { SafeHtml } from './safe-html.ts'

const grouped = new Intl.NumberFormat('zh-CN', { maximumFractionDigits: 2 })

export function registerFilters(engine: Liquid): void {
  engine.registerFilter('date_cn', (at: unknown) => (typeof at === 'string' ? dateCn(at) : ''))
  engine.registerFilter('datetime_cn', (at: unknown) => (typeof at === 'string' ? datetimeCn(at) : ''))
  engine.registerFilter('date_formal_cn', (at: unknown) => (typeof at === 'string' ? dateFormalCn(at) : ''))
  engine.registerFilter('number', (value: unknown) => (typeof value === 'number' ? grouped.format(value) : value))
  engine.registerFilter('file_size', (value: unknown) => (typeof value === 'number' ? fileSize(value) : ''))
  engine.registerFilter('absolute_url', function absolute(url: unknown) {
    return typeof url === 'string' ? absoluteUrl(url, siteOf(this.context).domain) : ''
  })
  engine.registerFilter('safe_url', (url: unknown) => (typeof url === 'string' ? safeUrl(url) : '#'))
  // Prints `href="…"` and what else a link needs; an argument becomes its class.
  engine.registerFilter('href', {
    raw: true,
    handler(url: unknown, className: unknown) {
      const target = typeof url === 'string' ? url : ''
      return linkAttributes(target, siteOf(this.context), typeof className === 'string' ? className : '')
    },
  })
  // A heading in which no line ends between a number and its unit: 2026年, 第3号.
  engine.registerFilter('heading', {
    raw: true,
    handler: (title: unknown) => (typeof title === 'string' ? headingOf(title) : ''),
  })
  // Only what the sanitiser has made may stand as markup; anything else is escaped like every other value.
  engine.registerFilter('html', {
    raw: true,
    handler: (value: unknown) => (value instanceof SafeHtml ? value.toString() : escapeHtml(value)),
  })
}

const COUNTED = /第?\d+(?:[年月日号条届次期个件天]|％|%)/g
const headingOf = (title: string): string => escapeHtml(title).replace(COUNTED, '<span class="num">$&</span>')

export function absoluteUrl(url: string, domain: string): string {
  return URL.canParse(url, `https://${domain}`) ? new URL(url, `https://${domain}`).href : ''
}

function fileSize(bytes: number): string {
  if (bytes < 1024 * 1024) return `${Math.max(1, Math.round(bytes / 1024))} KB`
  return `${(bytes / 1024 / 1024).toFixed(1)} MB`
}
