import type { KindRules } from '../../kernel/receipts-read.ts'
import type { ChangeKind } from './contract-parts.ts'

type Kind = ReturnType<typeof ChangeKind.parse>
const rule = (kind: Kind, ...keys: string[]) => [kind, keys] as const

/** What people call a change, by the keys it touched; the first that fits counts. */
export const CHANGE_KINDS: KindRules = {
  ofSubjects: 'item' satisfies Kind,
  rules: [
    rule('item', 'item', 'card', 'predecessors', 'interpreters', 'path', 'file'),
    rule('template', 'template', 'templates'),
    rule('site', 'site', 'site-card', 'site-name', 'site-url', 'host', 'children'),
    rule('channel', 'channel', 'channel-card', 'channel-shape', 'channel-path', 'channel-code', 'channel-children'),
    rule('channel', 'channels', 'nav', 'mounts', 'below', 'former-path'),
    rule('setting', 'setting', 'settings'),
    rule('organisation', 'organisation', 'people'),
    rule('vocabulary', 'scheme', 'codes'),
    rule('paging', 'cuts', 'page'),
  ],
  other: 'other' satisfies Kind,
}
