import { at, hash } from './random.ts'

// Rare surnames with quiet given names: believable, and nobody in particular.
const SURNAMES = '闻卓简舒褚卫蔺鄢璩郗荀耿宓冷逄蒯臧迟麻桑郦佟巫尉扈亓谌隗嵇'
const GIVEN = [
  '松石',
  '青苗',
  '小禾',
  '云舒',
  '知秋',
  '望舟',
  '砚田',
  '春晓',
  '怀谷',
  '静川',
  '一苇',
  '思源',
  '嘉木',
  '行远',
  '安澜',
  '岫白',
  '清和',
  '牧野',
  '秋实',
  '明溪',
  '若谷',
  '时雨',
  '长庚',
  '绿筠',
  '闻笛',
  '向晚',
  '立夏',
  '稼轩',
  '如圭',
  '采薇',
  '听澜',
  '守拙',
  '新禾',
  '照临',
  '晓岚',
  '远山',
  '漱玉',
  '启航',
  '亦舟',
  '惠风',
  '拾穗',
  '景行',
  '语桐',
  '垂杨',
  '见山',
]

/** An invented person's name that belongs to this key. */
export function personName(key: string): string {
  const value = hash(key)
  return SURNAMES.charAt(value % SURNAMES.length) + at(GIVEN, Math.floor(value / SURNAMES.length))
}
