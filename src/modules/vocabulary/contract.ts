import { z } from 'zod'
import { Day, operation } from '../../kernel/contract.ts'

/** '' is the national rule; otherwise the code of a province whose overlay adds to or replaces it. */
export const Overlay = z.string().regex(/^[a-z0-9-]{0,40}$/)
export const SchemeKind = z.string().regex(/^[a-z][a-z_]{1,40}$/)
export const ListName = z.string().regex(/^[a-zA-Z][a-zA-Z0-9]{1,40}$/)

/** `item` names something released, by its id. */
export const ElementType = z.enum(['text', 'day', 'code', 'number', 'url', 'item'])
/** M mandatory, C conditional, O optional. */
export const Obligation = z.enum(['M', 'C', 'O'])

/** One element of a metadata scheme. The word in `code` is the key in an item's metadata. */
export const Element = z.strictObject({
  code: z.string().regex(/^[a-z][A-Za-z0-9]{1,40}$/),
  name: z.string().trim().min(1).max(30),
  nameEn: z.string().trim().min(1).max(60),
  definition: z.string().trim().max(300),
  type: ElementType,
  /** Characters of a text or address at most. */
  length: z.int().min(1).max(10_000).optional(),
  /** For type code: the list its values come from. */
  codeList: ListName.optional(),
  /** Regular expression of the whole value. */
  pattern: z.string().max(300).optional(),
  /** A value that satisfies the pattern, shown to the writer. */
  example: z.string().max(100).optional(),
  obligation: Obligation,
  /** With obligation C: mandatory as soon as that element has a value. */
  requiredWith: z.string().max(41).optional(),
  /** For a day: not before the day in that element. */
  notBefore: z.string().max(41).optional(),
  /** How many values at most; more than 1 makes the value a list. */
  maxOccurs: z.int().min(1).max(100),
  /** Shown in the head table of the page. */
  isShown: z.boolean(),
  basis: z.string().trim().max(200),
})

export const Scheme = z.object({
  kind: SchemeKind,
  name: z.string(),
  version: z.int(),
  /** Version of the overlay merged in, if any. */
  overlay: z.object({ code: Overlay, version: z.int() }).nullable(),
  elements: z.array(Element),
  validFrom: Day,
  validUntil: Day.nullable(),
})

export const CodeEntry = z.object({
  code: z.string(),
  name: z.string(),
  parentCode: z.string().nullable(),
  position: z.int(),
  attributes: z.record(z.string(), z.unknown()),
  basis: z.string(),
  overlay: Overlay,
  validFrom: Day,
  validUntil: Day.nullable(),
})

const onDay = { at: Day.optional(), overlay: Overlay.default('') }

export const listSchemes = operation({
  method: 'GET',
  path: '/metadata-schemes',
  summary: '元数据方案列表（全部版本）',
  permission: 'session',
  query: z.object({ kind: SchemeKind.optional() }),
  reply: z.array(
    z.object({
      kind: SchemeKind,
      overlay: Overlay,
      version: z.int(),
      name: z.string(),
      elementCount: z.int(),
      validFrom: Day,
      validUntil: Day.nullable(),
    }),
  ),
})

/** The scheme that holds on a day, the overlay merged in. */
export const getScheme = operation({
  method: 'GET',
  path: '/metadata-schemes/{kind}',
  summary: '某日有效的元数据方案（含地方扩展）',
  permission: 'session',
  params: z.object({ kind: SchemeKind }),
  query: z.object(onDay),
  reply: Scheme,
})

/** A new version; the one before it ends where this one begins. Nothing is overwritten. */
export const addSchemeVersion = operation({
  method: 'POST',
  path: '/metadata-schemes/{kind}/versions',
  summary: '新增元数据方案版本或地方扩展',
  permission: 'blueprint.manage',
  params: z.object({ kind: SchemeKind }),
  body: z.strictObject({
    overlay: Overlay.default(''),
    name: z.string().trim().min(1).max(50),
    elements: z.array(Element).min(1).max(100),
    validFrom: Day,
    /** The newest version as last seen; 0 where there is none. */
    expectedVersion: z.int().min(0),
  }),
  reply: Scheme,
})

export const listCodeLists = operation({
  method: 'GET',
  path: '/code-lists',
  summary: '代码表列表',
  permission: 'session',
  query: z.object(onDay),
  reply: z.array(z.object({ list: ListName, count: z.int() })),
})

export const getCodeList = operation({
  method: 'GET',
  path: '/code-lists/{list}',
  summary: '某日有效的代码表（含地方扩展）',
  permission: 'session',
  params: z.object({ list: ListName }),
  query: z.object(onDay),
  reply: z.array(CodeEntry),
})

/** A new code, or from that day a new meaning of a known one: the old row ends, a new one begins. */
export const putCode = operation({
  method: 'PUT',
  path: '/code-lists/{list}/codes/{code}',
  summary: '新增或变更代码',
  permission: 'blueprint.manage',
  params: z.object({ list: ListName, code: z.string().trim().min(1).max(60) }),
  body: z.strictObject({
    overlay: Overlay.default(''),
    name: z.string().trim().min(1).max(60),
    parentCode: z.string().max(60).nullable().default(null),
    position: z.int().min(0).max(100_000).default(0),
    attributes: z.record(z.string().max(40), z.unknown()).default({}),
    basis: z.string().trim().max(300).default(''),
    validFrom: Day,
  }),
  reply: CodeEntry,
})

export const retireCode = operation({
  method: 'POST',
  path: '/code-lists/{list}/codes/{code}/retire',
  summary: '废止代码',
  permission: 'blueprint.manage',
  params: z.object({ list: ListName, code: z.string().trim().min(1).max(60) }),
  /** The last day on which it may be used. */
  body: z.strictObject({ overlay: Overlay.default(''), validUntil: Day }),
  reply: CodeEntry,
})
