import { createHmac, timingSafeEqual } from 'node:crypto'

/** What a link lets one see: a site and all below it, at an instant, until its own end. */
export type Pass = { siteId: string; at: Date; until: Date }
export type Opened = { state: 'good' | 'ended'; pass: Pass } | { state: 'forged' }

const TOKEN = /^([0-9a-f]{32})-(-?[0-9a-z]{1,11})-([0-9a-z]{1,11})-([\w-]{43})$/

/** site, instant and end, readable, and a seal over them: HMAC-SHA256. */
export function sealPass(secret: string, { siteId, at, until }: Pass): string {
  const text = `${siteId.replaceAll('-', '')}-${at.getTime().toString(36)}-${until.getTime().toString(36)}`
  return `${text}-${sealOf(secret, text)}`
}

export function openPass(secret: string, token: string, now: Date): Opened {
  const [, site = '', at = '', until = '', seal = ''] = TOKEN.exec(token) ?? []
  const wanted = sealOf(secret, token.slice(0, -seal.length - 1))
  if (seal === '' || !timingSafeEqual(Buffer.from(seal), Buffer.from(wanted))) return { state: 'forged' }
  const pass = {
    siteId: site.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12})$/, '$1-$2-$3-$4-$5'),
    at: new Date(Number.parseInt(at, 36)),
    until: new Date(Number.parseInt(until, 36)),
  }
  return { state: pass.until > now ? 'good' : 'ended', pass }
}

const sealOf = (secret: string, text: string): string =>
  createHmac('sha256', secret).update(`yiwang preview 1 ${text}`).digest('base64url')
