import { organisationByCode } from '../organisations.ts'
import { factsOf, profileOf } from '../place-facts.ts'
import { childrenOf } from '../places.ts'
import { type ArticleContext } from './context.ts'
import type { Draft } from './draft.ts'
import { h2, p, table, ul } from './html.ts'
import { workedAt } from './when.ts'

/** Standing pages carry the day of their last check: some weeks ago, differently for each site. */
function checkedAt(context: ArticleContext): number {
  return workedAt(context.spread.now - ((context.seed % 60) + 3) * 86_400_000, context.spread.now)
}

export function writeOverview(context: ArticleContext): Draft {
  const { place, facts } = context
  const { trait } = profileOf(place)
  const children = childrenOf(place.code)
  const rows = children.map((child) => {
    const size = factsOf(child)
    return [child.name, size.area.toLocaleString('en'), size.population.toLocaleString('en')]
  })
  const isVillage = place.level === 5
  return {
    title: `${place.name}基本情况和区划人口概况`,
    publishedAt: checkedAt(context),
    keywords: [place.name, '概况'],
    summary: facts.intro,
    body: [
      p(facts.intro),
      h2('自然地理'),
      p(
        `${place.name}境内主要水系为${facts.water}，主要山岭为${facts.hill}。年平均气温 ${(13 + (context.seed % 50) / 10).toFixed(1)} 摄氏度，年降水量 ${860 + (context.seed % 600)} 毫米，四季分明，冬春偏干。`,
      ),
      h2('人口和区划'),
      p(
        `面积 ${facts.area.toLocaleString('en')} 平方公里，${isVillage ? '户籍' : '常住'}人口 ${facts.population.toLocaleString('en')} 人，${facts.households.toLocaleString('en')} 户。`,
      ),
      ...(rows.length > 0 ? [table(['名称', '面积（平方公里）', '人口（人）'], rows)] : []),
      h2('产业和出产'),
      p(
        isVillage
          ? `居民以种植、务工和小本经营为主要生计，${facts.produce}和粮油较有名。集体有机耕路、水渠、晒场和文化活动室，由专人管护。`
          : `${trait}。农业以粮油和${facts.produce}为主，工业以农产品加工、建材和机械配件为主，服务业以商贸、物流和乡村旅游为主。`,
      ),
      h2('公共服务'),
      p(
        isVillage
          ? '便民服务点设在村口，医保、社保、补贴等事项可以就近代办；卫生室、农家书屋和老年活动室每天开放。'
          : `辖区内学校、卫生机构、文化场馆和便民服务点布局齐全，多数事项可以就近办理，办事地点和电话见“办事服务”栏目。`,
      ),
      p('本页数字均为演示数据，地名为虚构。'),
    ].join(''),
  }
}

export function writeFunctions(context: ArticleContext): Draft {
  const { owner } = context
  const sections =
    SECTIONS[context.site.blueprint === 'portal' ? 'office' : context.site.blueprint === 'town' ? 'town' : 'department']
  return {
    title: `${owner.name}机构职能和内设机构`,
    publishedAt: checkedAt(context),
    keywords: ['机构职能', owner.shortName],
    summary: owner.functions,
    body: [
      h2('主要职责'),
      p(owner.functions),
      ul([
        `贯彻执行有关法律法规和政策，拟订本单位年度工作计划并组织实施。`,
        '受理单位和个人的咨询、建议，按规定时限答复。',
        '依法公开政府信息，接受社会监督。',
        '完成上级交办的其他事项。',
      ]),
      h2('内设机构'),
      table(['机构', '主要工作'], sections),
      h2('联系方式'),
      table(
        ['项目', '内容'],
        [
          ['办公地址', owner.address],
          ['办公时间', owner.officeHours],
          ['联系电话', owner.phone],
          ['负责人', owner.people[0]?.name ?? ''],
        ],
      ),
    ].join(''),
  }
}

const SECTIONS = {
  office: [
    ['综合处', '文电、会务、值班和保密'],
    ['政务公开办公室', '政务公开、政府网站管理和政策解读'],
    ['督查室', '重要事项督促检查'],
    ['信息处', '信息报送和数据汇总'],
  ],
  town: [
    ['党政办公室', '文电、会务、值班和政务公开'],
    ['经济发展办公室', '农业、水利、交通和项目建设'],
    ['社会事务办公室', '教育、卫生、民政和社会保障'],
    ['便民服务中心', '窗口受理和村级代办'],
  ],
  department: [
    ['办公室', '文电、会务、值班和政务公开'],
    ['政策法规处', '规范性文件审核和行政复议应诉'],
    ['规划财务处', '规划、统计、预算和内部审计'],
    ['业务一处', '业务受理、审核和指导'],
    ['业务二处', '业务监测、检查和培训'],
  ],
}

export function writeLeaders(context: ArticleContext): Draft {
  const owner = context.site.kind === 'portal' ? organisationByCode(context.owner.parentCode) : context.owner
  return {
    title: `${owner.name}负责人姓名职务和工作分工`,
    publishedAt: checkedAt(context),
    keywords: ['负责人信息', owner.shortName],
    summary: `${owner.name}负责人共 ${owner.people.length} 人，公布姓名、职务和分管工作。`,
    body: [
      p(`${owner.name}负责人信息公布如下。分工调整的，在五个工作日内更新本页。`),
      table(
        ['姓名', '职务', '分管工作'],
        owner.people.map(({ name, title, duties }) => [name, title, duties]),
      ),
      h2('接访安排'),
      p(`负责人接访时间每月公布一次，接访地点为${owner.address}，预约电话 ${owner.phone}。`),
      p('群众可以当面或者来信反映情况，收到后按规定时限答复。以上姓名均为虚构。'),
    ].join(''),
  }
}

export function writeDisclosureGuide(context: ArticleContext): Draft {
  const { owner, organ } = context
  return {
    title: `${organ}政府信息公开指南`,
    publishedAt: checkedAt(context),
    keywords: ['政府信息公开指南'],
    summary: `说明${organ}政府信息的分类、编排、获取方式和公开工作机构，方便公民、法人和其他组织查询。`,
    body: [
      h2('一、信息分类和编排'),
      p(
        '公开信息按照主题、体裁、服务对象和制发机关分类，每条信息标有索引号、生成日期和发布机构，可以按年份和关键词检索。',
      ),
      h2('二、主动公开'),
      p('主动公开的信息自形成或者变更之日起二十个工作日内公布。可以通过本网站、政务服务中心查阅点和档案馆获取。'),
      h2('三、依申请公开'),
      ul([
        '申请书写明姓名或者名称、身份证明、联系方式。',
        '写明所需信息的名称、文号或者便于查询的特征。',
        '写明信息的提供方式和载体。',
      ]),
      p('自收到申请之日起二十个工作日内答复；需要延长的，延长期限不超过二十个工作日并告知申请人。'),
      h2('四、公开工作机构'),
      table(
        ['项目', '内容'],
        [
          ['机构', owner.name],
          ['地址', owner.address],
          ['时间', owner.officeHours],
          ['电话', owner.phone],
        ],
      ),
      h2('五、监督方式'),
      p('认为未依法公开的，可以向上一级政府信息公开工作主管部门反映，也可以依法申请行政复议或者提起行政诉讼。'),
    ].join(''),
  }
}

export function writeCadres(context: ArticleContext): Draft {
  const committee = organisationByCode(context.site.operatorOrgCode)
  return {
    title: `${context.area}干部姓名分工和联系方式`,
    publishedAt: checkedAt(context),
    keywords: ['村干部', '联系方式'],
    summary: '有事找谁、在哪里、几点有人，一页看清。',
    body: [
      p('有事可以打电话，也可以直接到便民服务点。网格员每周入户走访，老人和孩子的事优先办。'),
      table(
        ['姓名', '职务', '分工', '电话'],
        committee.people.map(({ name, title, duties }) => [name, title, duties, committee.phone]),
      ),
      h2('便民服务点'),
      p(`地址：${committee.address}。时间：${committee.officeHours}。`),
      h2('可以代办的事'),
      ul([
        '居民医保参保缴费、异地就医备案',
        '养老金资格认证、高龄津贴申请',
        '低保和临时救助申请',
        '惠农补贴查询和信息更正',
        '户口、身份证件的材料预审',
      ]),
      p('代办不收费用。材料由工作人员核对后送到镇里，办好后通知本人领取或者送上门。以上姓名和号码均为虚构。'),
    ].join(''),
  }
}
