export type Colour = 'red' | 'blue' | 'green' | 'teal' | 'ochre' | 'ink'

/** Address below the site's base, with slashes at both ends. */
export interface LocalLink {
  title: string
  url: string
}

export interface LifeEvent extends LocalLink {
  icon: 'family' | 'school' | 'work' | 'ring' | 'house' | 'medical' | 'elder' | 'company'
  links: LocalLink[]
}

/** Parts of a home page, in the order they stand in. */
export type HomePart =
  | 'hero'
  | 'notice'
  | 'lifeEvents'
  | 'news'
  | 'notices'
  | 'above'
  | 'central'
  | 'documents'
  | 'interpretations'
  | 'data'
  | 'topics'
  | 'places'
  | 'functions'
  | 'contact'
  | 'lines'
  | 'affairs'
  | 'ledger'
  | 'people'
  | 'guides'

/** Only what differs from the site above; everything else is inherited. */
export interface SiteSettings {
  colour?: Colour
  slogan?: string
  hotTitle?: string
  hotLinks?: LocalLink[]
  lifeEvents?: LifeEvent[]
  homeParts?: HomePart[]
  /** Seed of the skyline in the head. */
  ridgeSeed?: string
  reviewStages?: number
  contactHours?: string
}

const GUIDES = '/bsfw'
const link = (title: string, channel: string): LocalLink => ({ title, url: `${GUIDES}/${channel}/` })

/** Tasks a home page may offer; each leads to the channel that holds its guide. */
export const HOT_TASKS: readonly LocalLink[] = [
  link('城乡居民医保缴费', 'sbyb'),
  link('公积金提取', 'zfbz'),
  link('公租房申请', 'zfbz'),
  link('异地就医备案', 'sbyb'),
  link('身份证补领', 'hjzj'),
  link('养老金资格认证', 'ylfw'),
  link('入学登记', 'jyrx'),
  link('居住证办理', 'hjzj'),
  link('失业保险金申领', 'jycy'),
  link('高龄津贴申请', 'ylfw'),
  link('婚姻登记预约', 'hysy'),
  link('企业开办', 'qykb'),
  link('老旧小区加装电梯补助', 'zfbz'),
  link('创业担保贷款', 'jycy'),
  link('生育津贴申领', 'hysy'),
  link('学籍转接', 'jyrx'),
]

/** The eight life events of the province; every portal inherits them. */
export const LIFE_EVENTS: readonly LifeEvent[] = [
  {
    icon: 'family',
    title: '生育与落户',
    url: `${GUIDES}/hysy/`,
    links: [link('出生登记', 'hjzj'), link('生育津贴', 'hysy'), link('新生儿医保', 'sbyb')],
  },
  {
    icon: 'school',
    title: '上学与教育',
    url: `${GUIDES}/jyrx/`,
    links: [link('入学登记', 'jyrx'), link('学籍转接', 'jyrx'), link('助学金', 'jyrx')],
  },
  {
    icon: 'work',
    title: '就业与创业',
    url: `${GUIDES}/jycy/`,
    links: [link('求职登记', 'jycy'), link('失业保险金', 'jycy'), link('创业贷款', 'jycy')],
  },
  {
    icon: 'ring',
    title: '结婚与家庭',
    url: `${GUIDES}/hysy/`,
    links: [link('婚姻登记预约', 'hysy'), link('户口迁移', 'hjzj')],
  },
  {
    icon: 'house',
    title: '住房与公积金',
    url: `${GUIDES}/zfbz/`,
    links: [link('公租房申请', 'zfbz'), link('公积金提取', 'zfbz'), link('加装电梯', 'zfbz')],
  },
  {
    icon: 'medical',
    title: '看病与医保',
    url: `${GUIDES}/sbyb/`,
    links: [link('异地就医备案', 'sbyb'), link('医保缴费', 'sbyb'), link('费用报销', 'sbyb')],
  },
  {
    icon: 'elder',
    title: '退休与养老',
    url: `${GUIDES}/ylfw/`,
    links: [link('退休办理', 'ylfw'), link('养老金认证', 'ylfw'), link('高龄津贴', 'ylfw')],
  },
  {
    icon: 'company',
    title: '办企业',
    url: `${GUIDES}/qykb/`,
    links: [link('开办', 'qykb'), link('变更', 'qykb'), link('用工', 'jycy'), link('注销', 'qykb')],
  },
]

/** Orders of the home page that portals choose from; the first is the province's. */
export const PORTAL_ORDERS: readonly (readonly HomePart[])[] = [
  ['hero', 'lifeEvents', 'news', 'notices', 'central', 'above', 'documents', 'data', 'topics', 'places'],
  ['hero', 'notices', 'above', 'lifeEvents', 'documents', 'news', 'central', 'places'],
  ['hero', 'news', 'notices', 'above', 'lifeEvents', 'topics', 'documents', 'interpretations', 'central', 'places'],
  ['hero', 'lifeEvents', 'notices', 'above', 'news', 'documents', 'data', 'central', 'places'],
  ['hero', 'notices', 'news', 'documents', 'interpretations', 'lifeEvents', 'above', 'central', 'topics', 'places'],
]

export const DEPARTMENT_ORDERS: readonly (readonly HomePart[])[] = [
  ['hero', 'news', 'notices', 'documents', 'lines', 'functions', 'contact'],
  ['hero', 'notices', 'lines', 'documents', 'news', 'functions', 'contact'],
  ['hero', 'documents', 'news', 'notices', 'interpretations', 'lines', 'contact'],
]

export const TOWN_ORDERS: readonly (readonly HomePart[])[] = [
  ['hero', 'notices', 'news', 'above', 'guides', 'people', 'places', 'contact'],
  ['hero', 'guides', 'notices', 'news', 'above', 'places', 'people', 'contact'],
]

export const VILLAGE_ORDERS: readonly (readonly HomePart[])[] = [
  ['hero', 'notice', 'affairs', 'ledger', 'above', 'people', 'guides'],
  ['hero', 'notice', 'guides', 'above', 'affairs', 'people', 'ledger'],
]

const COLOURS: readonly Colour[] = ['blue', 'green', 'red', 'teal', 'ochre', 'ink']

/** A colour for the n-th child of a site: never that of the site above, never that of the sibling before. */
export function siblingColour(index: number, above: Colour): Colour {
  const palette = COLOURS.filter((colour) => colour !== above)
  return palette[(index * 2 + 1) % palette.length] ?? 'blue'
}
