import type { ChannelDraft } from './channel-draft.ts'

/** Fields that must not be empty, before anything is sent. */
export function missingIn(draft: ChannelDraft, words: string): Record<string, string> {
  return {
    ...(draft.name.trim() === '' ? { name: words } : {}),
    ...(draft.code.trim() === '' ? { code: words } : {}),
    ...(draft.kind === 'link' && draft.linkUrl.trim() === '' ? { linkUrl: words } : {}),
    ...(draft.kind === 'mounted' && draft.mount === null ? { mount: words } : {}),
  }
}
