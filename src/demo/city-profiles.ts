import type { Colour } from './site-settings.ts'

export interface CityProfile {
  /** One line under the search field of the city's portal. */
  slogan: string
  /** What the place lives by, as half a sentence. */
  trait: string
  /** A river or lake that texts may name. */
  water: string
  hill: string
  produce: string
  colour: Colour
}

/** What tells the fourteen cities apart, by the Latin label of the city. */
export const CITY_PROFILES: Readonly<Record<string, CityProfile>> = {
  jichuan: {
    slogan: '霁川的事，在这里问、在这里办',
    trait: '省会城市，科教与商贸集中，湿地环城',
    water: '霁川河',
    hill: '云麓山',
    produce: '莲藕',
    colour: 'red',
  },
  lanping: {
    slogan: '山里的事，线上也能办',
    trait: '山区城市，竹木加工和林下种植见长',
    water: '屏溪',
    hill: '岚屏山',
    produce: '毛竹',
    colour: 'green',
  },
  tinglan: {
    slogan: '临水而居，办事不绕弯',
    trait: '水网密布，以内河航运和水产养殖著称',
    water: '汀澜江',
    hill: '鹭鸣矶',
    produce: '菱角',
    colour: 'teal',
  },
  songhe: {
    slogan: '松壑人家，服务到门口',
    trait: '林区城市，森林覆盖率居全省前列',
    water: '壑底河',
    hill: '松壑岭',
    produce: '山核桃',
    colour: 'ochre',
  },
  yanhu: {
    slogan: '一方砚湖，万家灯火',
    trait: '因湖得名，文房制作与文化旅游并重',
    water: '砚湖',
    hill: '笔架峰',
    produce: '湖砚石料',
    colour: 'ink',
  },
  luting: {
    slogan: '问一句，有回音',
    trait: '草场与河谷相间，畜牧和乳品加工集中',
    water: '鹿汀河',
    hill: '呦鸣山',
    produce: '牧草',
    colour: 'green',
  },
  lanxi: {
    slogan: '事项清清楚楚，服务在您身边',
    trait: '溪流纵横，丝织与饮用水产业历史较长',
    water: '澜溪',
    hill: '漱石岩',
    produce: '桑蚕茧',
    colour: 'red',
  },
  muyuan: {
    slogan: '沐原大地，四季有为',
    trait: '平原农业市，粮食与农机制造兼备',
    water: '沐河',
    hill: '春台岗',
    produce: '小麦',
    colour: 'ochre',
  },
  hedu: {
    slogan: '为种田人、为过日子的人服务',
    trait: '水稻主产区，渠系配套完整',
    water: '禾渡江',
    hill: '廪山',
    produce: '粳稻',
    colour: 'teal',
  },
  fengcen: {
    slogan: '一窗受理，全市通办',
    trait: '丘陵地带，秋色与温泉旅游较有名气',
    water: '霜溪',
    hill: '枫岑山',
    produce: '柑橘',
    colour: 'red',
  },
  yanyuan: {
    slogan: '塬上塬下，办事一样近',
    trait: '旱塬地区，杂粮与光伏产业并举',
    water: '雁回河',
    hill: '望塬梁',
    produce: '小杂粮',
    colour: 'ink',
  },
  tanling: {
    slogan: '材料少一份，脚步少一趟',
    trait: '木作与家具产业集聚，通道经济活跃',
    water: '檀溪',
    hill: '檀岭',
    produce: '油茶',
    colour: 'teal',
  },
  tangpu: {
    slogan: '果香棠浦，便民为先',
    trait: '果业大市，冷链物流发展较快',
    water: '棠浦河',
    hill: '海棠坡',
    produce: '梨',
    colour: 'green',
  },
  daize: {
    slogan: '湖上清风，桌前热茶',
    trait: '湖区城市，渔业与生态保护并重',
    water: '黛泽',
    hill: '青螺山',
    produce: '银鱼',
    colour: 'ochre',
  },
}
