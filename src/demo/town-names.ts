import type { NamedPlace } from './place-names.ts'

export interface TownSeed {
  town: NamedPlace
  /** Communities (社区) and villages (村); the suffix decides the code range. */
  villages: readonly NamedPlace[]
}

/** The county that is shown down to its villages. */
export const DETAILED_COUNTY = 'lutingxian'

/** Towns and villages of that county, all invented. */
export const TOWN_SEEDS: readonly TownSeed[] = [
  {
    town: ['芦城街道', 'lucheng'],
    villages: [
      ['钟鼓社区', 'zhonggu'],
      ['临芦社区', 'linlu'],
      ['南桥社区', 'nanqiao'],
      ['文汀社区', 'wenting'],
      ['望河社区', 'wanghe'],
    ],
  },
  {
    town: ['桃蹊镇', 'taoxi'],
    villages: [
      ['桃蹊社区', 'shequ'],
      ['下河村', 'xiahe'],
      ['上河村', 'shanghe'],
      ['桃坞村', 'taowu'],
      ['石桥头村', 'shiqiaotou'],
      ['前畈村', 'qianfan'],
    ],
  },
  {
    town: ['苇渡镇', 'weidu'],
    villages: [
      ['渡口社区', 'dukou'],
      ['苇荡村', 'weidang'],
      ['三汊村', 'sancha'],
      ['新圩村', 'xinxu'],
    ],
  },
  {
    town: ['荷埠镇', 'hebu'],
    villages: [
      ['荷埠社区', 'shequ'],
      ['藕塘村', 'outang'],
      ['莲池村', 'lianchi'],
      ['长堤村', 'changdi'],
    ],
  },
  {
    town: ['柳圩镇', 'liuxu'],
    villages: [
      ['柳圩社区', 'shequ'],
      ['堤东村', 'didong'],
      ['堤西村', 'dixi'],
      ['稻垛村', 'daoduo'],
    ],
  },
  {
    town: ['石磴镇', 'shideng'],
    villages: [
      ['石磴社区', 'shequ'],
      ['磨盘村', 'mopan'],
      ['岩脚村', 'yanjiao'],
      ['响泉村', 'xiangquan'],
    ],
  },
  {
    town: ['白鹭镇', 'bailu'],
    villages: [
      ['白鹭社区', 'shequ'],
      ['沙洲村', 'shazhou'],
      ['鸥汀村', 'outing'],
      ['鱼梁村', 'yuliang'],
    ],
  },
  {
    town: ['麦垄镇', 'mailong'],
    villages: [
      ['麦垄社区', 'shequ'],
      ['东畦村', 'dongqi'],
      ['西畦村', 'xiqi'],
      ['打谷村', 'dagu'],
    ],
  },
  {
    town: ['云窝乡', 'yunwo'],
    villages: [
      ['云窝村', 'yunwocun'],
      ['半岭村', 'banling'],
      ['松根村', 'songgen'],
      ['云根村', 'yungen'],
    ],
  },
  {
    town: ['茶坞乡', 'chawu'],
    villages: [
      ['茶坞村', 'chawucun'],
      ['焙坑村', 'beikeng'],
      ['采青村', 'caiqing'],
      ['九垄村', 'jiulong'],
    ],
  },
  {
    town: ['竹筏乡', 'zhufa'],
    villages: [
      ['竹筏村', 'zhufacun'],
      ['滩头村', 'tantou'],
      ['篁口村', 'huangkou'],
      ['溪尾村', 'xiwei'],
    ],
  },
  {
    town: ['枣坡乡', 'zaopo'],
    villages: [
      ['枣坡村', 'zaopocun'],
      ['羊栏村', 'yanglan'],
      ['梁上村', 'liangshang'],
    ],
  },
]
