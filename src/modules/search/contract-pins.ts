import { z } from 'zod'
import { Day, Done, operation, pageOf, pageQuery } from '../../kernel/contract.ts'
import { atVersion, byId, changed, MOST_PINNED, Note, standing, Version, Words } from './contract-parts.ts'

/** Why a pinned document does nothing: it was withdrawn, or is known to nobody. */
export const PinnedDoc = z.object({
  id: z.string(),
  title: z.string(),
  isBroken: z.boolean(),
  ...standing,
})
export type PinnedDoc = z.output<typeof PinnedDoc>

const UUID = '[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}'
/** As in SearchDoc: what it is, its id, and of a file the digest. */
export const DOC_ID = new RegExp(`^[a-z]{1,20}:${UUID}(:[\\w.-]{1,128})?$`)

export const pinStates = ['on', 'off', 'ended'] as const

export const Pin = z.object({
  id: z.uuid(),
  words: z.array(z.string()),
  docs: z.array(PinnedDoc),
  /** Null: for the readers of every site. */
  siteId: z.uuid().nullable(),
  siteName: z.string().nullable(),
  /** The last day on which it counts. */
  endsOn: Day.nullable(),
  note: z.string(),
  state: z.enum(pinStates),
  mayChange: z.boolean(),
  ...changed,
})
export type Pin = z.output<typeof Pin>

export const pinSorts = ['-changedAt', 'changedAt', 'word', '-word', 'endsOn', '-endsOn'] as const

export const listPins = operation({
  method: 'GET',
  path: '/search/pins',
  summary: '置顶推荐',
  permission: 'search.tune',
  query: z.object({
    ...pageQuery,
    q: z.string().trim().max(100).optional(),
    /** A site, or the word `province`. */
    scope: z.union([z.literal('province'), z.uuid()]).optional(),
    state: z.enum([...pinStates, 'broken']).optional(),
    sort: z.enum(pinSorts).default('-changedAt'),
  }),
  reply: pageOf(Pin).extend({ mayPinForProvince: z.boolean() }),
})

export const getPin = operation({
  method: 'GET',
  path: '/search/pins/{id}',
  summary: '一条置顶推荐',
  permission: 'search.tune',
  params: byId,
  reply: Pin,
})

const PinWish = z.strictObject({
  words: Words,
  docs: z
    .array(z.strictObject({ id: z.string().regex(DOC_ID), title: z.string().trim().min(1).max(500) }))
    .min(1)
    .max(MOST_PINNED),
  siteId: z.uuid().nullable(),
  endsOn: Day.nullable().default(null),
  note: Note.default(''),
  isOn: z.boolean().default(true),
})

export const createPin = operation({
  method: 'POST',
  path: '/search/pins',
  summary: '新建置顶推荐',
  permission: 'search.tune',
  body: PinWish,
  reply: Pin,
})

export const updatePin = operation({
  method: 'PUT',
  path: '/search/pins/{id}',
  summary: '修改、停用或启用置顶推荐',
  permission: 'search.tune',
  params: byId,
  body: PinWish.extend({ expectedVersion: Version }),
  reply: Pin,
})

export const deletePin = operation({
  method: 'DELETE',
  path: '/search/pins/{id}',
  summary: '删除置顶推荐',
  permission: 'search.tune',
  params: byId,
  body: atVersion,
  reply: Done,
})

export const restorePin = operation({
  method: 'POST',
  path: '/search/pins/{id}/restore',
  summary: '撤销删除置顶推荐',
  permission: 'search.tune',
  params: byId,
  reply: Pin,
})
