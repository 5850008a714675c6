/** A file that belongs to a version; the bytes lie in the blob store under their digest. */
export type ItemFile = { blob: string; name: string; mediaType: string; bytes: number }
export type Cover = { blob: string; mediaType: string; alt: string; width?: number; height?: number }
/** Where a reprinted text comes from: shown with it, always. */
export type Origin = { name: string; url: string; itemId?: string }
export type Metadata = Record<string, unknown>

export const withdrawalReasons = ['error', 'moved', 'repealed', 'privacy'] as const
/** Why something was taken down: error (gone), moved (redirect), repealed (stays, marked), privacy (erased everywhere). */
export type WithdrawalReason = (typeof withdrawalReasons)[number]
export type Withdrawal = { reason: WithdrawalReason; note: string; redirectTo?: string }

export type ItemContent = {
  title: string
  subtitle: string
  summary: string
  /** Sanitised HTML. */
  body: string
  source: string
  author: string
  editor: string
  keywords: string[]
  cover: Cover | null
  files: ItemFile[]
  origin: Origin | null
  /** By the scheme of the item's kind. */
  metadata: Metadata
}

export type PlacementWish = { channelId: string; isPrimary: boolean; isPinned: boolean }

/** A finished item that an authoring module hands over. `source` identifies it for ever: a second release makes a new version. */
export type ReleaseWish = {
  kind: string
  siteId: string
  organisationId: string
  source: { module: string; id: string }
  externalId?: string | null
  content: ItemContent
  /** Pictures and files that stand in the body and are not listed as attachments: served with the item. */
  bodyFiles?: ItemFile[]
  placements: PlacementWish[]
  visibleFrom: Date
  visibleUntil: Date | null
  /** A change of something readers see already takes effect then: until that instant what stands goes on standing. Default: now. */
  effectiveAt?: Date
  /** Set once: the first publication date, for texts taken over from an older site. Default: visibleFrom. */
  firstReleasedAt?: Date
}

export type Released = {
  itemId: string
  no: number
  version: number
  isNew: boolean
  paths: { siteId: string; path: string }[]
}
