import { newId } from '../../../kernel/ids.ts'
import type { Work } from '../../../kernel/work.ts'
import { type ItemFile, release, type ReleaseWish } from '../../library/index.ts'

type Given = {
  channels: readonly { id: string; siteId: string }[]
  organisationId: string
  title: string
  body?: string
  source?: string
  kind?: string
  from?: Date
  until?: Date | null
  at?: Date
  files?: ItemFile[]
  metadata?: Record<string, unknown>
  externalId?: string
}

/** Releases a believable text, or another version of one that was released before. */
export const aRelease = (work: Work, given: Given) => release(work, aWish(work, given))

export function aWish(work: Work, given: Given): ReleaseWish {
  const [main] = given.channels
  return {
    kind: given.kind ?? 'article',
    siteId: main?.siteId ?? '',
    organisationId: given.organisationId,
    source: { module: 'test', id: given.source ?? newId() },
    externalId: given.externalId ?? null,
    content: {
      title: given.title,
      subtitle: '',
      summary: '',
      body: given.body ?? '<p>照溪路改造工程分段封闭施工，请过往车辆绕行。</p>',
      source: '霁川市住房保障局',
      author: '',
      editor: '',
      keywords: [],
      cover: null,
      files: given.files ?? [],
      origin: null,
      metadata: given.metadata ?? {},
    },
    placements: given.channels.map(({ id }, index) => ({ channelId: id, isPrimary: index === 0, isPinned: false })),
    visibleFrom: given.from ?? work.now,
    visibleUntil: given.until ?? null,
    ...(given.at ? { effectiveAt: given.at } : {}),
  }
}
