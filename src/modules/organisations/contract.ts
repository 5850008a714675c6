import { z } from 'zod'
import { Day, Instant, operation, pageOf, pageQuery } from '../../kernel/contract.ts'

export const DivisionLevel = z.int().min(1).max(5)
/** Twelve digits, right-padded with zeros. The same code may stand at two levels. */
export const DivisionCode = z.string().regex(/^\d{12}$/)

export const Division = z.object({
  id: z.uuid(),
  code: DivisionCode,
  /** 1 province, 2 city, 3 county, 4 town, 5 village. */
  level: DivisionLevel,
  name: z.string(),
  parentId: z.uuid().nullable(),
  validFrom: Day,
  validUntil: Day.nullable(),
  version: z.int(),
})
export type Division = z.output<typeof Division>

export const DivisionNode = Division.extend({ hasChildren: z.boolean() })
/** `pathName` reads 云岭省 / 霁川市. */
export const DivisionHit = Division.extend({ pathName: z.string() })
export const DivisionDetail = Division.extend({
  line: z.array(z.object({ id: z.uuid(), name: z.string(), level: DivisionLevel })),
  predecessors: z.array(Division),
  successors: z.array(Division),
})
const idParams = z.object({ id: z.uuid() })
const expectedVersion = z.int().positive()
const name = z.string().trim().min(1).max(100)

export const listDivisionChildren = operation({
  method: 'GET',
  path: '/divisions/children',
  summary: '下级行政区划',
  permission: 'session',
  query: z.object({ parentId: z.uuid().optional(), on: Day.optional() }),
  reply: z.object({ items: z.array(DivisionNode) }),
})

export const listDivisions = operation({
  method: 'GET',
  path: '/divisions',
  summary: '查找行政区划',
  permission: 'session',
  query: z.object({
    ...pageQuery,
    text: z.string().trim().max(100).optional(),
    level: z.coerce.number().int().min(1).max(5).optional(),
    state: z.enum(['valid', 'abolished', 'all']).default('valid'),
    sort: z.enum(['code', 'name', 'validFrom']).default('code'),
  }),
  reply: pageOf(DivisionHit),
})

export const getDivision = operation({
  method: 'GET',
  path: '/divisions/{id}',
  summary: '行政区划及其沿革',
  permission: 'session',
  params: idParams,
  reply: DivisionDetail,
})

const newDivision = { code: DivisionCode, level: DivisionLevel, name, parentId: z.uuid().nullable() }

export const createDivision = operation({
  method: 'POST',
  path: '/divisions',
  summary: '新设行政区划',
  permission: 'division.manage',
  body: z.object({ ...newDivision, validFrom: Day }),
  reply: DivisionDetail,
})

export const renameDivision = operation({
  method: 'PUT',
  path: '/divisions/{id}',
  summary: '更正行政区划名称',
  permission: 'division.manage',
  params: idParams,
  body: z.object({ name, expectedVersion }),
  reply: DivisionDetail,
})

export const abolishDivision = operation({
  method: 'POST',
  path: '/divisions/{id}/abolish',
  summary: '撤销行政区划',
  permission: 'division.manage',
  params: idParams,
  body: z.object({ on: Day, expectedVersion }),
  reply: DivisionDetail,
})

/** Renamed by decision, merged or upgraded: a new division takes over from one or more. */
export const replaceDivisions = operation({
  method: 'POST',
  path: '/divisions/replace',
  summary: '以新区划替代原区划（更名、合并、升格）',
  permission: 'division.manage',
  body: z.object({ ...newDivision, on: Day, predecessorIds: z.array(z.uuid()).min(1).max(50) }),
  reply: DivisionDetail,
})

export const OrganisationKind = z.enum([
  'government',
  'department',
  'agency',
  'institution',
  'committee',
  'company',
  'other',
])
export type OrganisationKind = z.output<typeof OrganisationKind>

export const OrganisationNode = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  kind: OrganisationKind,
  parentId: z.uuid().nullable(),
  hasChildren: z.boolean(),
  isAbolished: z.boolean(),
})
export type OrganisationNode = z.output<typeof OrganisationNode>

const LineStep = z.object({ id: z.uuid(), name: z.string(), shortName: z.string() })

export const Person = z.object({
  id: z.uuid(),
  name: z.string(),
  title: z.string(),
  duties: z.string(),
})

export const Organisation = z.object({
  id: z.uuid(),
  code: z.string(),
  name: z.string(),
  shortName: z.string(),
  kind: OrganisationKind,
  division: z.object({ id: z.uuid(), code: DivisionCode, level: DivisionLevel, name: z.string() }),
  parentId: z.uuid().nullable(),
  /** From the root down to the parent. */
  line: z.array(LineStep),
  path: z.string(),
  position: z.int(),
  uscc: z.string().nullable(),
  phone: z.string(),
  address: z.string(),
  officeHours: z.string(),
  functions: z.string(),
  persons: z.array(Person),
  abolishedOn: Day.nullable(),
  successor: LineStep.nullable(),
  version: z.int(),
  updatedAt: Instant,
  canManage: z.boolean(),
})
export type Organisation = z.output<typeof Organisation>

/** `pathName` reads 云岭省人民政府 / 霁川市人民政府. */
export const OrganisationHit = OrganisationNode.extend({
  pathName: z.string(),
  divisionName: z.string(),
  uscc: z.string().nullable(),
})

const persons = z
  .array(
    z.object({
      name: z.string().trim().min(1).max(50),
      title: z.string().trim().min(1).max(100),
      duties: z.string().trim().max(500).default(''),
    }),
  )
  .max(50)

const fields = {
  name: z.string().trim().min(1).max(200),
  shortName: z.string().trim().min(1).max(100),
  kind: OrganisationKind,
  divisionId: z.uuid(),
  position: z.int().min(0).max(1_000_000).default(0),
  uscc: z.string().trim().toUpperCase().length(18).nullable().default(null),
  phone: z.string().trim().max(100).default(''),
  address: z.string().trim().max(200).default(''),
  officeHours: z.string().trim().max(200).default(''),
  functions: z.string().trim().max(5000).default(''),
}

export const listOrganisationChildren = operation({
  method: 'GET',
  path: '/organisations/children',
  summary: '下级机构',
  permission: 'session',
  query: z.object({ parentId: z.uuid().optional(), state: z.enum(['active', 'all']).default('active') }),
  reply: z.object({ items: z.array(OrganisationNode), isCapped: z.boolean() }),
})

/** The ancestors of a node, each with its siblings left out: enough to open a tree at the node. */
export const getOrganisationLine = operation({
  method: 'GET',
  path: '/organisations/{id}/line',
  summary: '机构在树中的位置',
  permission: 'session',
  params: idParams,
  reply: z.object({ line: z.array(LineStep) }),
})

export const listOrganisations = operation({
  method: 'GET',
  path: '/organisations',
  summary: '查找机构',
  permission: 'session',
  query: z.object({
    ...pageQuery,
    text: z.string().trim().max(100).optional(),
    kind: OrganisationKind.optional(),
    /** Only this organisation and what is below it. */
    underId: z.uuid().optional(),
    divisionId: z.uuid().optional(),
    state: z.enum(['active', 'abolished', 'all']).default('active'),
    sort: z.enum(['tree', 'name', '-updatedAt']).default('tree'),
  }),
  reply: pageOf(OrganisationHit),
})

export const getOrganisation = operation({
  method: 'GET',
  path: '/organisations/{id}',
  summary: '机构',
  permission: 'session',
  params: idParams,
  reply: Organisation,
})

export const registerOrganisation = operation({
  method: 'POST',
  path: '/organisations',
  summary: '登记机构',
  permission: 'organisation.manage',
  body: z.object({
    ...fields,
    code: z
      .string()
      .trim()
      .regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,63}$/),
    parentId: z.uuid(),
    persons: persons.default([]),
  }),
  reply: Organisation,
})

export const updateOrganisation = operation({
  method: 'PUT',
  path: '/organisations/{id}',
  summary: '修改机构',
  permission: 'organisation.manage',
  params: idParams,
  body: z.object({ ...fields, expectedVersion }),
  reply: Organisation,
})

export const moveOrganisation = operation({
  method: 'POST',
  path: '/organisations/{id}/move',
  summary: '调整机构隶属',
  permission: 'organisation.manage',
  params: idParams,
  body: z.object({ parentId: z.uuid(), expectedVersion }),
  reply: Organisation,
})

export const abolishOrganisation = operation({
  method: 'POST',
  path: '/organisations/{id}/abolish',
  summary: '撤销机构',
  permission: 'organisation.manage',
  params: idParams,
  body: z.object({ on: Day, successorId: z.uuid().nullable().default(null), expectedVersion }),
  reply: Organisation,
})

export const setPersons = operation({
  method: 'PUT',
  path: '/organisations/{id}/persons',
  summary: '设置负责人',
  permission: 'organisation.manage',
  params: idParams,
  body: z.object({ persons, expectedVersion }),
  reply: Organisation,
})
