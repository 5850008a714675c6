/** A place before it has a code: Chinese name and the Latin label used in addresses. */
export type NamedPlace = readonly [name: string, slug: string]

export interface CitySeed {
  city: NamedPlace
  /** First districts, then counties, then county-level cities: the suffix decides the code range. */
  counties: readonly NamedPlace[]
}

/** Invented throughout; none of these names belongs to a real city or county. */
export const CITY_SEEDS: readonly CitySeed[] = [
  {
    city: ['霁川市', 'jichuan'],
    counties: [
      ['云麓区', 'yunlu'],
      ['照溪区', 'zhaoxi'],
      ['北苑区', 'beiyuan'],
      ['芦汀县', 'lutingxian'],
      ['松台县', 'songtai'],
      ['鹤坪县', 'heping'],
      ['澄浦市', 'chengpu'],
    ],
  },
  {
    city: ['岚屏市', 'lanping'],
    counties: [
      ['岚东区', 'landong'],
      ['屏峰区', 'pingfeng'],
      ['栖禾县', 'qihe'],
      ['竹坞县', 'zhuwu'],
      ['碧崖县', 'biya'],
      ['苍麓市', 'canglu'],
    ],
  },
  {
    city: ['汀澜市', 'tinglan'],
    counties: [
      ['澜滨区', 'lanbin'],
      ['汀西区', 'tingxi'],
      ['荻港县', 'digang'],
      ['鹭渚县', 'luzhu'],
      ['蓼湾县', 'liaowan'],
      ['菱塘县', 'lingtang'],
      ['帆浦市', 'fanpu'],
    ],
  },
  {
    city: ['松壑市', 'songhe'],
    counties: [
      ['松阴区', 'songyin'],
      ['壑口区', 'hekou'],
      ['杉坪县', 'shanping'],
      ['柏坳县', 'baiao'],
      ['樵岭县', 'qiaoling'],
      ['云杉县', 'yunshan'],
    ],
  },
  {
    city: ['砚湖市', 'yanhu'],
    counties: [
      ['墨池区', 'mochi'],
      ['砚东区', 'yandong'],
      ['砚西区', 'yanxi'],
      ['笔架县', 'bijia'],
      ['芸窗县', 'yunchuang'],
      ['瑶浦县', 'yaopu'],
      ['书岩市', 'shuyan'],
    ],
  },
  {
    city: ['鹿汀市', 'luting'],
    counties: [
      ['鹿鸣区', 'luming'],
      ['汀南区', 'tingnan'],
      ['呦泉县', 'youquan'],
      ['苹野县', 'pingye'],
      ['芩泽县', 'qinze'],
      ['角岭县', 'jiaoling'],
    ],
  },
  {
    city: ['澜溪市', 'lanxi'],
    counties: [
      ['澜城区', 'lancheng'],
      ['溪北区', 'xibei'],
      ['漱石县', 'shushi'],
      ['枕流县', 'zhenliu'],
      ['清漪县', 'qingyi'],
      ['浣沙县', 'huansha'],
      ['回澜市', 'huilan'],
    ],
  },
  {
    city: ['沐原市', 'muyuan'],
    counties: [
      ['沐城区', 'mucheng'],
      ['原上区', 'yuanshang'],
      ['春野县', 'chunye'],
      ['麦野县', 'maiye'],
      ['秋场县', 'qiuchang'],
      ['犁铧县', 'lihua'],
    ],
  },
  {
    city: ['禾渡市', 'hedu'],
    counties: [
      ['禾城区', 'hecheng'],
      ['渡东区', 'dudong'],
      ['稻湾县', 'daowan'],
      ['粳塘县', 'jingtang'],
      ['秧田县', 'yangtian'],
      ['粟园县', 'suyuan'],
      ['廪丰市', 'linfeng'],
    ],
  },
  {
    city: ['枫岑市', 'fengcen'],
    counties: [
      ['枫林区', 'fenglin'],
      ['岑南区', 'cennan'],
      ['丹崖县', 'danya'],
      ['霜溪县', 'shuangxi'],
      ['红叶县', 'hongye'],
      ['暮山县', 'mushan'],
    ],
  },
  {
    city: ['雁塬市', 'yanyuan'],
    counties: [
      ['雁城区', 'yancheng'],
      ['塬南区', 'yuannan'],
      ['落雁县', 'luoyan'],
      ['窑畔县', 'yaopan'],
      ['沙蒿县', 'shahao'],
      ['驼铃县', 'tuoling'],
      ['望塬市', 'wangyuan'],
    ],
  },
  {
    city: ['檀岭市', 'tanling'],
    counties: [
      ['檀溪区', 'tanxi'],
      ['岭阳区', 'lingyang'],
      ['沉香县', 'chenxiang'],
      ['楠坪县', 'nanping'],
      ['梓坞县', 'ziwu'],
      ['樟渡县', 'zhangdu'],
      ['桂湾市', 'guiwan'],
    ],
  },
  {
    city: ['棠浦市', 'tangpu'],
    counties: [
      ['棠城区', 'tangcheng'],
      ['浦西区', 'puxi'],
      ['梨津县', 'lijin'],
      ['杏洲县', 'xingzhou'],
      ['榴湾县', 'liuwan'],
      ['橘泽县', 'juze'],
    ],
  },
  {
    city: ['黛泽市', 'daize'],
    counties: [
      ['黛湖区', 'daihu'],
      ['泽北区', 'zebei'],
      ['青螺县', 'qingluo'],
      ['眉湾县', 'meiwan'],
      ['画屿县', 'huayu'],
      ['黛山县', 'daishan'],
    ],
  },
]
