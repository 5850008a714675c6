import { Mapping } from './contract.ts'

type Guess = {
  names: readonly string[]
  as?: string
  values?: Readonly<Record<string, string>>
  within?: readonly string[]
}

const VALIDITY = {
  有效: 'valid',
  现行有效: 'valid',
  继续有效: 'valid',
  尚未施行: 'pending',
  已修改: 'amended',
  已修订: 'amended',
  部分失效: 'amended',
  失效: 'expired',
  已失效: 'expired',
  废止: 'repealed',
  已废止: 'repealed',
}
/** Older theme names that sites still use. */
const THEMES = { 组织机构: '国务院组织机构' }
/** Ids and classes in which site systems of the field keep the article. */
const ARTICLE = [
  'UCAP-CONTENT',
  'TRS_Editor',
  'TRS_UEDITOR',
  'trs_editor_view',
  'zoom',
  'ContentDiv',
  'article-content',
  'pages_content',
]

/** What columns are called in real exports, most telling first. Compared without case, blanks and underscores. */
const guesses: Readonly<Record<string, Guess>> = {
  externalId: { names: ['external_id', 'id', 'guid', 'uuid', 'doc_id', 'article_id', '编号', '唯一标识', 'url'] },
  title: { names: ['title', 'headline', 'name', '标题', '题名', '名称'] },
  subtitle: { names: ['subtitle', 'sub_title', '副标题'] },
  summary: { names: ['summary', 'abstract', 'description', 'digest', '摘要', '内容概述', '内容摘要'] },
  body: {
    names: ['html', 'body', 'content', 'text', 'full_text', '正文', '内容', '全文'],
    as: 'body',
    within: ARTICLE,
  },
  source: {
    names: [
      'source',
      'source_name',
      'origin',
      '来源',
      '信息来源',
      'site',
      'site_name',
      'publisher',
      'issuer',
      '发布机构',
      '发文机关',
    ],
  },
  author: { names: ['author', 'writer', '作者'] },
  editor: { names: ['editor', '责任编辑', '编辑'] },
  keywords: { names: ['keywords', 'keyword', 'tags', 'subject_words', '关键词', '关键字', '主题词'], as: 'words' },
  publishedAt: {
    names: [
      'published',
      'published_at',
      'publish_date',
      'publish_time',
      'pub_date',
      'release_date',
      '发布日期',
      '发布时间',
      'date',
      '日期',
      'created_at',
      'written',
      '成文日期',
    ],
    as: 'instant',
  },
  'metadata.indexNumber': { names: ['index_no', 'index_number', '索引号'] },
  'metadata.themeClass': { names: ['topic', 'theme', 'theme_class', '主题分类', '主题'], values: THEMES },
  'metadata.issuer': {
    names: [
      'issuer',
      'issued_by',
      '发文机关',
      '发文机构',
      '制发机关',
      'publisher',
      '发布机构',
      'site',
      'site_name',
      'source',
      '来源',
    ],
  },
  'metadata.publisher': { names: ['publisher', 'issuer', '发布机构', 'site', 'site_name'] },
  'metadata.formedOn': {
    names: ['written', 'written_date', 'formed_on', '成文日期', '生成日期', 'date', '日期', 'published', '发布日期'],
    as: 'day',
  },
  'metadata.documentNumber': {
    names: ['doc_no', 'document_number', 'doc_number', '发文字号', '文号'],
    as: 'documentNumber',
  },
  'metadata.interprets': { names: ['interprets', 'policy_id', '解读文件', '解读的文件'] },
  'metadata.genre': { names: ['genre', '文种', '体裁', '体裁分类'] },
  'metadata.effectiveOn': {
    names: ['effective', 'effective_on', 'effective_date', '施行日期', '生效日期', '实施日期'],
    as: 'day',
  },
  'metadata.expiresOn': {
    names: ['expires', 'expires_on', 'expiry_date', '失效日期', '有效期至', '废止日期'],
    as: 'day',
  },
  'metadata.declaredValidity': { names: ['status', 'validity', '有效性', '时效性', '时效'], values: VALIDITY },
  'metadata.disclosureAttribute': { names: ['disclosure', '公开属性', '公开方式'] },
  'metadata.responsibleBody': { names: ['responsible', '责任部门', '责任处室'] },
  'metadata.sourceUrl': { names: ['source_url', 'url', 'link', '网址', '链接', '原文链接'] },
}

const HAN = /\p{Script=Han}{2}/u

const folded = (name: string) =>
  name
    .normalize('NFKC')
    .toLowerCase()
    .replaceAll(/[\s_-]+/g, '')

/** A mapping by the names of the columns; `elements` are the codes of the metadata scheme in force. */
export function guessMapping(columns: readonly string[], elements: ReadonlySet<string>, source = ''): Mapping {
  const byName = new Map(columns.map((column) => [folded(column), column]))
  const wanted = Object.entries(guesses).filter(([target]) => {
    const code = /^metadata\.(.+)$/.exec(target)?.[1]
    return code === undefined || elements.has(code)
  })
  const exact = new Map(
    wanted.map(([target, { names }]) => [target, names.flatMap((name) => byName.get(folded(name)) ?? [])]),
  )
  const used = new Set([...exact.values()].flat())
  const rest = columns.filter((column) => !used.has(column))
  const alike = alikeIn(wanted, rest)
  const fields: Record<string, unknown> = {}
  for (const [target, { names: _, ...how }] of wanted) {
    const found = exact.get(target) ?? []
    const from = found.length > 0 ? found : (alike.get(target) ?? [])
    const constant = target === 'source' && source !== '' ? { constant: source } : {}
    if (from.length > 0 || target === 'source') fields[target] = { ...how, from: [...new Set(from)], ...constant }
  }
  return Mapping.parse({ fields })
}

/** Columns of which no name is known, by the longest Chinese name in theirs: 文章标题, 发布时间（年月日）. */
function alikeIn(wanted: readonly [string, Guess][], columns: readonly string[]): Map<string, string[]> {
  const found = new Map<string, string[]>()
  for (const column of columns) {
    const inside = wanted.flatMap(([target, { names }]) =>
      names.filter((name) => HAN.test(name) && folded(column).includes(name)).map((name) => ({ target, name })),
    )
    const longest = Math.max(...inside.map(({ name }) => name.length))
    for (const { target, name } of inside) {
      if (name.length === longest) found.set(target, [...(found.get(target) ?? []), column])
    }
  }
  return found
}
