export interface GuideItem {
  channel: string
  name: string
  who: string
  materials: readonly string[]
  days: number
  fee: string
  result: string
}

const item = (
  channel: string,
  name: string,
  rest: Omit<GuideItem, 'channel' | 'name' | 'fee'> & { fee?: string },
): GuideItem => ({
  fee: '不收费',
  ...rest,
  channel,
  name,
})

/** Things people come for, four to each life event. */
export const GUIDE_ITEMS: readonly GuideItem[] = [
  item('hjzj', '新生儿出生登记', {
    who: '新生儿父母或者其他监护人',
    materials: ['出生医学证明', '父母一方的居民户口簿'],
    days: 1,
    result: '居民户口簿内页',
  }),
  item('hjzj', '居民身份证补领', {
    who: '身份证丢失或者损坏的居民',
    materials: ['居民户口簿（可现场核验）'],
    days: 15,
    fee: '工本费 40 元',
    result: '居民身份证',
  }),
  item('hjzj', '居住证申领', {
    who: '在居住地居住半年以上的人员',
    materials: ['居民身份证', '租赁合同或者单位、学校证明'],
    days: 10,
    result: '居住证',
  }),
  item('hjzj', '户口迁移', {
    who: '因婚姻、就业、购房等需要迁移户口的居民',
    materials: ['居民身份证', '迁移原因的证明（可共享核验的免交）'],
    days: 5,
    result: '居民户口簿',
  }),
  item('sbyb', '城乡居民医保参保缴费', {
    who: '未参加职工医保的城乡居民',
    materials: ['居民身份证'],
    days: 1,
    fee: '按年度公布的个人缴费标准',
    result: '参保缴费记录',
  }),
  item('sbyb', '异地就医备案', {
    who: '在外地长期居住、临时外出就医的参保人',
    materials: ['医保电子凭证或者社保卡'],
    days: 1,
    result: '备案回执',
  }),
  item('sbyb', '医疗费用报销', {
    who: '因故未能直接结算的参保人',
    materials: ['收费票据', '费用清单', '出院记录'],
    days: 15,
    result: '报销款拨付到本人账户',
  }),
  item('sbyb', '社会保障卡申领补换', { who: '参保人', materials: ['居民身份证'], days: 1, result: '社会保障卡' }),
  item('zfbz', '公共租赁住房资格申请', {
    who: '住房困难家庭、新就业无房职工、稳定就业外来务工人员',
    materials: ['居民身份证', '就业证明', '收入核对授权书'],
    days: 20,
    result: '资格确认通知',
  }),
  item('zfbz', '住房公积金提取', {
    who: '缴存职工',
    materials: ['居民身份证', '提取原因证明（购房、租房免交纸质材料）'],
    days: 3,
    result: '提取款转入本人账户',
  }),
  item('zfbz', '既有住宅加装电梯补助', {
    who: '加装电梯的业主',
    materials: ['竣工验收资料', '业主委托书', '费用票据'],
    days: 15,
    result: '补助资金',
  }),
  item('zfbz', '住房租赁补贴申请', {
    who: '符合保障条件的租房家庭',
    materials: ['居民身份证', '租赁合同'],
    days: 20,
    result: '按月发放租赁补贴',
  }),
  item('jycy', '求职登记', {
    who: '年满十六周岁、有劳动能力的求职者',
    materials: ['居民身份证'],
    days: 1,
    result: '岗位推荐',
  }),
  item('jycy', '失业保险金申领', {
    who: '非本人意愿中断就业并符合缴费条件的人员',
    materials: ['社会保障卡'],
    days: 10,
    result: '失业保险金',
  }),
  item('jycy', '创业担保贷款申请', {
    who: '高校毕业生、返乡人员、退役军人等创业人员',
    materials: ['居民身份证', '营业执照', '经营场所证明'],
    days: 15,
    result: '贷款担保意见',
  }),
  item('jycy', '职业技能培训补贴', {
    who: '取得证书的参训人员',
    materials: ['社会保障卡', '培训合格证书'],
    days: 10,
    result: '培训补贴',
  }),
  item('jyrx', '义务教育入学登记', {
    who: '适龄儿童、少年的监护人',
    materials: ['居民户口簿或者居住证', '预防接种记录'],
    days: 10,
    result: '入学通知',
  }),
  item('jyrx', '中小学学籍转接', {
    who: '因迁居等原因转学的学生',
    materials: ['居住证明', '转学申请表'],
    days: 10,
    result: '学籍变更',
  }),
  item('jyrx', '家庭经济困难学生资助', {
    who: '家庭经济困难的在校学生',
    materials: ['资助申请表（低保等对象免证明）'],
    days: 15,
    result: '助学金',
  }),
  item('jyrx', '普通话水平测试报名', {
    who: '需要参加测试的人员',
    materials: ['居民身份证'],
    days: 5,
    fee: '按核定标准收取',
    result: '测试通知',
  }),
  item('hysy', '结婚登记', {
    who: '符合法定条件的男女双方',
    materials: ['双方居民身份证', '双方合影照片'],
    days: 1,
    result: '结婚证',
  }),
  item('hysy', '生育登记', {
    who: '生育子女的夫妻',
    materials: ['居民身份证（信息共享核验）'],
    days: 1,
    result: '生育登记凭证',
  }),
  item('hysy', '生育津贴申领', {
    who: '参加生育保险的职工',
    materials: ['出生医学证明', '出院记录'],
    days: 15,
    result: '生育津贴',
  }),
  item('hysy', '免费婚前医学检查预约', {
    who: '准备结婚的男女双方',
    materials: ['双方居民身份证'],
    days: 3,
    result: '检查报告',
  }),
  item('ylfw', '基本养老保险待遇申领', {
    who: '达到法定退休年龄、符合缴费年限的参保人',
    materials: ['居民身份证', '社会保障卡'],
    days: 15,
    result: '按月领取养老金',
  }),
  item('ylfw', '养老金领取资格认证', {
    who: '领取养老金的退休人员',
    materials: ['不需要材料，数据比对或者人脸识别'],
    days: 1,
    result: '认证结果',
  }),
  item('ylfw', '高龄津贴申请', {
    who: '年满八十周岁的户籍老人',
    materials: ['居民身份证', '银行卡'],
    days: 10,
    result: '高龄津贴',
  }),
  item('ylfw', '困难老人居家适老化改造', {
    who: '高龄、失能、残疾等困难老人家庭',
    materials: ['居民身份证', '改造申请表'],
    days: 20,
    result: '改造施工和验收',
  }),
  item('qykb', '企业开办', {
    who: '申请设立企业的投资人',
    materials: ['公司章程', '住所使用承诺', '投资人身份证明'],
    days: 1,
    result: '营业执照、印章和发票',
  }),
  item('qykb', '企业变更登记', {
    who: '变更名称、住所、经营范围等事项的企业',
    materials: ['变更登记申请书', '有关决议'],
    days: 2,
    result: '变更后的营业执照',
  }),
  item('qykb', '企业简易注销', {
    who: '未发生债权债务或者已清偿的企业',
    materials: ['全体投资人承诺书'],
    days: 3,
    result: '注销登记通知书',
  }),
  item('qykb', '食品经营许可', {
    who: '从事食品销售和餐饮服务的经营者',
    materials: ['申请书', '场所布局图', '食品安全制度'],
    days: 10,
    result: '食品经营许可证',
  }),
]

/** Which life events a department's or a town's guides come from. */
export const GUIDES_BY_FIELD: Readonly<Record<string, readonly string[]>> = {
  education: ['jyrx'],
  police: ['hjzj'],
  civil: ['ylfw', 'hysy'],
  labour: ['jycy', 'sbyb'],
  housing: ['zfbz'],
  medicare: ['sbyb'],
  health: ['hysy'],
  market: ['qykb'],
  industry: ['qykb'],
  data: ['qykb', 'hjzj'],
  finance: ['qykb'],
  commerce: ['qykb'],
}
