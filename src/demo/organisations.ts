import { DEPARTMENTS } from './departments.ts'
import type { DepartmentSeed } from './field.ts'
import { personName } from './people.ts'
import { childrenOf, lineage, type Place, places } from './places.ts'
import { hash } from './random.ts'
import { uscc } from './uscc.ts'

export interface DemoPerson {
  name: string
  title: string
  duties: string
}

export type OrganisationKind = 'government' | 'office' | 'department' | 'institution' | 'village_committee'

export interface DemoOrganisation {
  code: string
  name: string
  shortName: string
  kind: OrganisationKind
  divisionCode: string
  /** Empty for the provincial government. */
  parentCode: string
  uscc: string
  phone: string
  address: string
  officeHours: string
  functions: string
  people: DemoPerson[]
}

/** Every public body of the province, parents before children. */
export function organisations(): readonly DemoOrganisation[] {
  return ALL
}

export function organisationByCode(code: string): DemoOrganisation {
  const found = BY_CODE.get(code)
  if (found === undefined) throw new RangeError(`no organisation ${code}`)
  return found
}

/** Code of the government, or of the village committee, of a place. */
export function governmentCode(place: Place): string {
  const line = lineage(place.code).slice(0, -1)
  return line.length === 0
    ? place.slug
    : line
        .map((one) => one.slug)
        .reverse()
        .join('-')
}

export function bodyCode(place: Place, slug: string): string {
  return `${governmentCode(place)}-${slug}`
}

type Draft = Omit<DemoOrganisation, 'uscc' | 'phone' | 'address' | 'divisionCode' | 'people'> & {
  people: [string, string][]
}

function draftsOf(place: Place): Draft[] {
  if (place.level === 5) return [villageCommittee(place)]
  const base = { parentCode: governmentCode(place), officeHours: OFFICE_HOURS }
  const office = place.level === 1 ? '办公厅' : '办公室'
  const hall =
    place.level === 4
      ? '便民服务中心'
      : place.level === 1
        ? '政务信息中心'
        : place.level === 2
          ? '大数据中心'
          : '政务服务中心'
  return [
    government(place),
    {
      ...base,
      code: bodyCode(place, 'bgs'),
      kind: 'office',
      name: place.level === 4 ? `${place.name}党政办公室` : `${place.name}人民政府${office}`,
      shortName: place.level === 4 ? '党政办公室' : `${short(place)}政府${office}`,
      functions: '承担文电、会务、政务公开和政府网站管理工作，督促检查重要事项落实。',
      people: [
        ['主任', '主持全面工作'],
        ['副主任', '分管政务公开和政府网站'],
      ],
    },
    {
      ...base,
      code: bodyCode(place, 'xxzx'),
      kind: 'institution',
      name: `${place.name}${hall}`,
      shortName: hall,
      functions:
        place.level <= 2
          ? '承担政府网站和政务信息系统的建设运行、数据共享与安全防护。'
          : '承担政务服务窗口管理、网站内容维护和便民代办。',
      people: [
        ['主任', '主持全面工作'],
        ['信息员', '负责网站日常维护'],
      ],
    },
    ...DEPARTMENTS.flatMap((seed) => departmentOf(place, seed) ?? []),
  ]
}

const OFFICE_HOURS = '工作日 8:30–12:00、14:00–17:30'

function government(place: Place): Draft {
  const [, parent] = lineage(place.code)
  const street = place.name.endsWith('街道')
  const head = place.level === 1 ? '省长' : place.level === 2 ? '市长' : headOf(place)
  return {
    code: governmentCode(place),
    kind: 'government',
    parentCode: parent ? governmentCode(parent) : '',
    officeHours: OFFICE_HOURS,
    name: street
      ? `${parent?.name ?? ''}人民政府${place.name}办事处`
      : place.level === 4
        ? `${parent?.name ?? ''}${place.name}人民政府`
        : `${place.name}人民政府`,
    shortName: street ? `${place.name}办事处` : `${place.level === 4 ? place.name : short(place)}政府`,
    functions: `负责${place.name}行政区域内的经济社会发展、公共服务和社会管理工作，执行上级政府的决定和命令。`,
    people: [
      [head, '主持全面工作，负责审计方面工作'],
      [`副${head}`, '负责发展改革、财政、统计方面工作'],
      [`副${head}`, '负责教育、卫生、民政方面工作'],
      [`副${head}`, '负责农业农村、水利、自然资源方面工作'],
    ],
  }
}

function headOf(place: Place): string {
  if (place.name.endsWith('街道')) return '主任'
  return place.name.endsWith('乡') ? '乡长' : `${place.name.slice(-1)}长`
}

function villageCommittee(place: Place): Draft {
  const [, town] = lineage(place.code)
  const urban = place.name.endsWith('社区')
  return {
    code: governmentCode(place),
    kind: 'village_committee',
    parentCode: town ? governmentCode(town) : '',
    name: `${town?.name ?? ''}${place.name}${urban ? '居民' : '村民'}委员会`,
    shortName: `${place.name}${urban ? '居委会' : '村委会'}`,
    officeHours: '周一至周六 8:30–17:30，午间有人值班',
    functions: `办理本${urban ? '社区' : '村'}公共事务和公益事业，调解民间纠纷，协助维护社会治安，向政府反映居民的意见和建议。`,
    people: [
      ['主任', '宅基地、矛盾调解'],
      ['会计', '账目、补贴发放'],
      ['网格员', '医保、老人和孩子的事'],
    ],
  }
}

function departmentOf(place: Place, seed: DepartmentSeed): Draft | null {
  const name = place.level === 1 ? seed.name : place.level === 2 ? seed.cityName : null
  const slug = place.level === 1 ? seed.slug : seed.citySlug
  if (name === null || slug === null) return null
  const title = name.endsWith('委员会') ? '主任' : name.endsWith('厅') ? '厅长' : '局长'
  return {
    code: bodyCode(place, slug),
    kind: 'department',
    parentCode: governmentCode(place),
    officeHours: OFFICE_HOURS,
    name: `${place.name}${name}`,
    shortName: place.level === 1 ? seed.shortName : `市${shorten(name)}`,
    functions: seed.functions,
    people: [
      [title, '主持全面工作'],
      [`副${title}`, '分管政策法规和政务公开'],
      [`副${title}`, '分管业务工作'],
    ],
  }
}

function complete({ place, draft }: { place: Place; draft: Draft }, index: number): DemoOrganisation {
  const kind = draft.kind === 'institution' ? '12' : draft.kind === 'village_committee' ? '54' : '11'
  const road = ROADS[hash(draft.code) % ROADS.length] ?? '照溪路'
  const number = (hash(`${draft.code}/number`) % 180) + 1
  return {
    ...draft,
    divisionCode: place.code,
    uscc: uscc({ kind, region: place.code.slice(0, 6), serial: 10_000 + index * 17 }),
    phone: `0000-555-${String(100 + index).padStart(4, '0')}`,
    address:
      place.level === 5
        ? `${addressHead(place)}村口（演示地址）`
        : `${addressHead(place)}${road} ${number} 号（演示地址）`,
    people: draft.people.map(([title, duties], order) => ({
      name: personName(`${draft.code}/${order}`),
      title,
      duties,
    })),
  }
}

const ROADS = [
  '照溪路',
  '临川街',
  '望山路',
  '禾风路',
  '听雨巷',
  '石桥路',
  '知行路',
  '清源街',
  '杏坛路',
  '南薰街',
  '晴川路',
  '稻香巷',
]

function addressHead(place: Place): string {
  const line = lineage(place.code).slice(0, -1).reverse()
  const seat = place.level === 1 ? '霁川市云麓区' : place.level === 2 ? (childrenOf(place.code)[0]?.name ?? '') : ''
  return line.map((one) => one.name).join('') + seat
}

function short(place: Place): string {
  return place.level === 1 ? '省' : place.name
}

function shorten(name: string): string {
  const names: Record<string, string> = {
    发展和改革委员会: '发展改革委',
    人力资源和社会保障局: '人社局',
    住房和城乡建设局: '住建局',
    交通运输局: '交通局',
    卫生健康委员会: '卫健委',
    市场监督管理局: '市场监管局',
  }
  return names[name] ?? name
}

// Last, because the tables above must stand before they are read.
const ALL: readonly DemoOrganisation[] = places()
  .flatMap((place) => draftsOf(place).map((draft) => ({ place, draft })))
  .map(complete)
const BY_CODE = new Map(ALL.map((one) => [one.code, one]))
