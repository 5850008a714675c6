import type { ChannelEntry } from './channel-moves.ts'

/** What a channel's form holds; '' stands for what is inherited or absent. */
export interface ChannelDraft {
  name: string
  code: string
  kind: ChannelEntry['kind']
  description: string
  keywords: string
  columnTypes: readonly string[]
  indicatorClass: string
  updateLimitDays: string
  mayBeEmpty: boolean
  itemKind: string
  reviewStages: string
  template: string
  inNav: boolean
  linkUrl: string
  mount: { siteId: string; siteName: string; channelId: string; channelName: string } | null
}

export const emptyDraft: ChannelDraft = {
  name: '',
  code: '',
  kind: 'list',
  description: '',
  keywords: '',
  columnTypes: [],
  indicatorClass: '其他',
  updateLimitDays: '',
  mayBeEmpty: false,
  itemKind: 'article',
  reviewStages: '',
  template: '',
  inNav: false,
  linkUrl: '',
  mount: null,
}

export function draftOf(channel: ChannelEntry): ChannelDraft {
  return {
    name: channel.name,
    code: channel.code,
    kind: channel.kind,
    description: channel.description,
    keywords: channel.keywords.join('；'),
    columnTypes: channel.columnTypes,
    indicatorClass: channel.indicatorClass,
    updateLimitDays: channel.updateLimitDays === null ? '' : String(channel.updateLimitDays),
    mayBeEmpty: channel.mayBeEmpty,
    itemKind: channel.itemKind,
    reviewStages: channel.reviewStages === null ? '' : String(channel.reviewStages),
    template: channel.template ?? '',
    inNav: channel.inNav,
    linkUrl: channel.linkUrl ?? '',
    mount: channel.mount,
  }
}

/** The fields that every channel has, as the server takes them. */
export function fieldsOf(draft: ChannelDraft) {
  return {
    name: draft.name,
    description: draft.description,
    keywords: draft.keywords
      .split(/[;；,，、\s]+/)
      .map((one) => one.trim())
      .filter(Boolean),
    columnTypes: [...draft.columnTypes],
    indicatorClass: draft.indicatorClass,
    updateLimitDays: draft.updateLimitDays === '' ? null : Number(draft.updateLimitDays),
    mayBeEmpty: draft.mayBeEmpty,
    itemKind: draft.itemKind,
    reviewStages: draft.reviewStages === '' ? null : Number(draft.reviewStages),
    template: draft.template === '' ? null : draft.template,
    inNav: draft.inNav,
  }
}

/** Only what differs: what nobody touched is not written over. */
export function changesOf(before: ChannelDraft, after: ChannelDraft) {
  const old = fieldsOf(before)
  const fields = Object.fromEntries(
    Object.entries(fieldsOf(after)).filter(
      ([name, value]) =>
        JSON.stringify(value) !== JSON.stringify(Object.entries(old).find(([one]) => one === name)?.[1]),
    ),
  )
  return {
    ...fields,
    ...(before.code === after.code ? {} : { code: after.code }),
    ...(before.kind === after.kind ? {} : { kind: after.kind }),
    ...(after.kind === 'link' && before.linkUrl !== after.linkUrl ? { linkUrl: after.linkUrl } : {}),
    ...(after.mount && before.mount?.channelId !== after.mount.channelId
      ? { mountedChannelId: after.mount.channelId }
      : {}),
  }
}

/** The path below the site's base that a channel would have. */
export function pathOf(parentPath: string | undefined, code: string): string {
  return `/${[parentPath ?? '', code].filter((part) => part !== '').join('/')}/`.replaceAll('//', '/')
}
