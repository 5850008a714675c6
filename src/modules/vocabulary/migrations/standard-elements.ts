import type { z } from 'zod'
import type { Element } from '../contract.ts'

type Seed = z.output<typeof Element>

const GUIDE = '政府信息公开目录系统实施指引（试行）'
const RECORD = 'GB/T 33480-2016'
const DECREE = '政府信息公开条例（国务院令第711号）第十二条'

const optional = { obligation: 'O', maxOccurs: 1, isShown: true } as const
const text = (length: number) => ({ type: 'text', length }) as const
const code = (codeList: string) => ({ type: 'code', codeList }) as const

const indexNumber: Seed = {
  ...optional,
  ...text(60),
  code: 'indexNumber',
  name: '索引号',
  nameEn: 'Identifier',
  definition: '信息在目录中唯一且永不改变的编号；由本单位编号的信息必填，发布单位变更也不改变。',
  pattern: '[0-9A-Za-z][0-9A-Za-z/-]{4,59}',
  example: '000014349/2017-00110',
  obligation: 'C',
  basis: GUIDE,
}
const themeClass: Seed = {
  ...optional,
  ...code('themeClass'),
  code: 'themeClass',
  name: '主题分类',
  nameEn: 'Category by theme',
  definition: '按主题的分类，应到末级。',
  maxOccurs: 3,
  basis: GUIDE,
}
const disclosureAttribute: Seed = {
  ...optional,
  ...code('disclosureAttribute'),
  code: 'disclosureAttribute',
  name: '公开属性',
  nameEn: 'Disclosure',
  definition: '主动公开、依申请公开或不予公开。',
  isShown: false,
  basis: '地方目录规范',
}
const responsibleBody: Seed = {
  ...optional,
  ...text(100),
  code: 'responsibleBody',
  name: '责任部门',
  nameEn: 'Responsible unit',
  definition: '对内容负责的内设机构。',
  isShown: false,
  basis: '地方目录规范',
}
const sourceUrl: Seed = {
  ...optional,
  type: 'url',
  length: 500,
  code: 'sourceUrl',
  name: '在线链接',
  nameEn: 'Online link',
  definition: '原文所在网址。',
  isShown: false,
  basis: GUIDE,
}

/** 文章. */
export const articleElements: readonly Seed[] = [
  indexNumber,
  {
    ...optional,
    ...text(200),
    code: 'publisher',
    name: '发布机构',
    nameEn: 'Publisher',
    definition: '发布机构全称。',
    isShown: false,
    basis: GUIDE,
  },
  {
    ...optional,
    type: 'day',
    code: 'formedOn',
    name: '生成日期',
    nameEn: 'Date of formation',
    definition: '信息生成的日期。',
    isShown: false,
    basis: DECREE,
  },
  themeClass,
  disclosureAttribute,
  responsibleBody,
  sourceUrl,
]

/** 公文: the public copy. 密级、份号、签发人 must not appear in it and are therefore no elements. */
export const officialDocumentElements: readonly Seed[] = [
  indexNumber,
  themeClass,
  {
    ...optional,
    ...text(200),
    code: 'issuer',
    name: '发文机关',
    nameEn: 'Issuing body',
    definition: '发文机关全称；联合发文的，各机关以顿号分隔，主办机关在前。',
    obligation: 'M',
    basis: `${RECORD}；${DECREE}`,
  },
  {
    ...optional,
    type: 'day',
    code: 'formedOn',
    name: '成文日期',
    nameEn: 'Date of formation',
    definition: '负责人签发的日期，联合发文为最后签发机关的签发日期。',
    obligation: 'M',
    basis: `${RECORD}；${DECREE}`,
  },
  {
    ...optional,
    ...text(60),
    code: 'documentNumber',
    name: '发文字号',
    nameEn: 'Document number',
    definition: '机关代字、六角括号内的年份、不编虚位的序号；命令为“第…号”。有文号的必填。',
    pattern: '[\\p{Script=Han}A-Za-z（）·]{1,30}(〔(19|20)\\d{2}〕[1-9]\\d{0,4}号|第[1-9]\\d{0,4}号)',
    example: '国办发〔2017〕47号',
    obligation: 'C',
    basis: `${RECORD}；${GUIDE}`,
  },
  {
    ...optional,
    ...code('genre'),
    code: 'genre',
    name: '文种',
    nameEn: 'Genre',
    definition: '公文种类。',
    basis: RECORD,
  },
  {
    ...optional,
    type: 'day',
    code: 'effectiveOn',
    name: '施行日期',
    nameEn: 'In force from',
    definition: '开始施行的日期；不填为成文之日起施行。',
    notBefore: 'formedOn',
    basis: GUIDE,
  },
  {
    ...optional,
    type: 'day',
    code: 'expiresOn',
    name: '有效期至',
    nameEn: 'In force until',
    definition: '有效期的最后一天。有效性由施行日期、有效期和废止日期推算，不另行存储。',
    notBefore: 'formedOn',
    obligation: 'C',
    basis: GUIDE,
  },
  {
    ...optional,
    ...code('validityState'),
    code: 'declaredValidity',
    name: '公布的有效性',
    nameEn: 'Declared validity',
    definition: '发文机关清理公布的有效性，仅在日期不明时采用。',
    isShown: false,
    basis: '国办发〔2017〕47号',
  },
  {
    ...optional,
    ...text(500),
    code: 'mainRecipients',
    name: '主送机关',
    nameEn: 'Addressed to',
    definition: '公文的主要受理机关。',
    isShown: false,
    basis: RECORD,
  },
  {
    ...optional,
    ...text(500),
    code: 'copyRecipients',
    name: '抄送机关',
    nameEn: 'Copied to',
    definition: '除主送机关外需要执行或知晓的机关。',
    isShown: false,
    basis: RECORD,
  },
  {
    ...optional,
    ...text(200),
    code: 'printingBody',
    name: '印发机关',
    nameEn: 'Printed by',
    definition: '公文的送印机关。',
    isShown: false,
    basis: RECORD,
  },
  {
    ...optional,
    type: 'day',
    code: 'printedOn',
    name: '印发日期',
    nameEn: 'Printed on',
    definition: '公文送印的日期。',
    notBefore: 'formedOn',
    isShown: false,
    basis: RECORD,
  },
  {
    ...optional,
    ...text(200),
    code: 'note',
    name: '附注',
    nameEn: 'Note',
    definition: '印发传达范围等说明，如“此件公开发布”。',
    isShown: false,
    basis: RECORD,
  },
  disclosureAttribute,
  responsibleBody,
  sourceUrl,
]

/** Came with 021: an interpretation (政策解读) names the documents it explains. */
export const interprets: Seed = {
  ...optional,
  type: 'item',
  code: 'interprets',
  name: '解读的文件',
  nameEn: 'Document explained',
  definition: '本文解读的政策文件；文件和解读的页面互相链接。',
  maxOccurs: 10,
  isShown: false,
  basis: '政府网站发展指引（国办发〔2017〕47号）',
}
