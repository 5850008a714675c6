/** The field of work that ties a department to its topics and to the site's specialised channels. */
export type Field =
  | 'plan' | 'education' | 'science' | 'industry' | 'police' | 'civil' | 'justice' | 'finance' | 'labour' | 'land'
  | 'ecology' | 'housing' | 'transport' | 'water' | 'farming' | 'commerce' | 'culture' | 'health' | 'emergency' | 'audit'
  | 'market' | 'statistics' | 'medicare' | 'forest' | 'petition' | 'data' | 'assets' | 'media'

export interface DepartmentSeed {
  field: Field
  /** Latin label: host name, site code and channel code are made from it. */
  slug: string
  name: string
  shortName: string
  /** The name of the same body in a city; null where the demonstration cities have none. */
  cityName: string | null
  citySlug: string | null
  functions: string
  /** Two specialised channels of the department's site. */
  lines: readonly [code: string, name: string][]
}

/** Departments of the provincial government in the order of the official list. */
export const DEPARTMENTS: readonly DepartmentSeed[] = [
  {
    field: 'plan', slug: 'fgw', name: '发展和改革委员会', shortName: '省发展改革委', cityName: '发展和改革委员会', citySlug: 'fgw',
    functions: '拟订并组织实施国民经济和社会发展规划与年度计划，统筹重大项目布局，承担价格监测和能源运行协调工作。',
    lines: [['zdxm', '重大项目'], ['jgjc', '价格监测']],
  },
  {
    field: 'education', slug: 'jyt', name: '教育厅', shortName: '省教育厅', cityName: '教育局', citySlug: 'jyj',
    functions: '拟订教育事业发展规划，统筹学前教育、义务教育、普通高中和职业教育，指导学校安全、教师队伍建设和语言文字工作。',
    lines: [['ywjy', '义务教育'], ['zyjy', '职业教育']],
  },
  {
    field: 'science', slug: 'kjt', name: '科学技术厅', shortName: '省科技厅', cityName: null, citySlug: null,
    functions: '拟订科技创新规划和政策，组织科技计划项目，推动科技成果转化，管理实验室体系和科普工作。',
    lines: [['kjxm', '科技项目'], ['cgzh', '成果转化']],
  },
  {
    field: 'industry', slug: 'gxt', name: '工业和信息化厅', shortName: '省工信厅', cityName: null, citySlug: null,
    functions: '拟订工业和信息化发展规划，监测工业运行，指导中小企业服务体系建设和企业技术改造。',
    lines: [['zxqy', '中小企业'], ['gyyx', '工业运行']],
  },
  {
    field: 'police', slug: 'gat', name: '公安厅', shortName: '省公安厅', cityName: null, citySlug: null,
    functions: '负责户籍、出入境、道路交通安全和社会治安管理，提供证照办理和安全防范服务。',
    lines: [['hjzj', '户籍证件'], ['jtaq', '交通安全']],
  },
  {
    field: 'civil', slug: 'mzt', name: '民政厅', shortName: '省民政厅', cityName: '民政局', citySlug: 'mzj',
    functions: '负责社会救助、养老服务、儿童福利、婚姻登记、殡葬服务、区划地名和基层政权建设工作。',
    lines: [['shjz', '社会救助'], ['ylfw', '养老服务']],
  },
  {
    field: 'justice', slug: 'sft', name: '司法厅', shortName: '省司法厅', cityName: null, citySlug: null,
    functions: '承担规范性文件合法性审核、行政复议、公共法律服务、人民调解和普法宣传工作。',
    lines: [['ggfl', '公共法律服务'], ['pfxc', '普法宣传']],
  },
  {
    field: 'finance', slug: 'czt', name: '财政厅', shortName: '省财政厅', cityName: '财政局', citySlug: 'czj',
    functions: '编制年度预决算草案并组织执行，管理财政专项资金、政府采购和会计事务，推进预算绩效管理。',
    lines: [['zxzj', '专项资金'], ['zfcg', '政府采购']],
  },
  {
    field: 'labour', slug: 'rst', name: '人力资源和社会保障厅', shortName: '省人社厅', cityName: '人力资源和社会保障局', citySlug: 'rsj',
    functions: '负责就业创业、社会保险、人才服务、工资分配和劳动关系协调，监督用人单位遵守劳动保障法律法规。',
    lines: [['jycy', '就业创业'], ['shbx', '社会保险']],
  },
  {
    field: 'land', slug: 'zrzyt', name: '自然资源厅', shortName: '省自然资源厅', cityName: null, citySlug: null,
    functions: '负责国土空间规划、耕地保护、不动产登记、地质灾害防治和测绘地理信息管理。',
    lines: [['bdcdj', '不动产登记'], ['gtkj', '国土空间规划']],
  },
  {
    field: 'ecology', slug: 'sthjt', name: '生态环境厅', shortName: '省生态环境厅', cityName: null, citySlug: null,
    functions: '监督管理大气、水、土壤和噪声环境质量，承担环境影响评价审批、排污许可和生态环境监测。',
    lines: [['hjzl', '环境质量'], ['hpsp', '环评审批']],
  },
  {
    field: 'housing', slug: 'zjt', name: '住房和城乡建设厅', shortName: '省住建厅', cityName: '住房和城乡建设局', citySlug: 'zjj',
    functions: '负责住房保障、房地产市场监管、城市更新、村镇建设、燃气供热和工程质量安全监督。',
    lines: [['zfbz', '住房保障'], ['csgx', '城市更新']],
  },
  {
    field: 'transport', slug: 'jtt', name: '交通运输厅', shortName: '省交通厅', cityName: '交通运输局', citySlug: 'jtj',
    functions: '负责公路、水路建设养护和运输市场管理，指导城乡客运、物流和农村公路管护。',
    lines: [['ncgl', '农村公路'], ['cxky', '城乡客运']],
  },
  {
    field: 'water', slug: 'slt', name: '水利厅', shortName: '省水利厅', cityName: null, citySlug: null,
    functions: '负责水资源节约保护、水利工程建设运行、农村供水、灌区管理、水土保持和水旱灾害防御。',
    lines: [['ncgs', '农村供水'], ['gqgl', '灌区管理']],
  },
  {
    field: 'farming', slug: 'nynct', name: '农业农村厅', shortName: '省农业农村厅', cityName: '农业农村局', citySlug: 'nyncj',
    functions: '统筹乡村发展，指导种植业、畜牧业、渔业生产和农产品质量安全，管理农村土地承包和集体资产。',
    lines: [['lyss', '粮油生产'], ['ncjt', '农村集体经济']],
  },
  {
    field: 'commerce', slug: 'swt', name: '商务厅', shortName: '省商务厅', cityName: null, citySlug: null,
    functions: '负责商贸流通、消费促进、生活必需品市场监测和对外贸易服务。',
    lines: [['cxxf', '促进消费'], ['scgy', '市场供应']],
  },
  {
    field: 'culture', slug: 'wlt', name: '文化和旅游厅', shortName: '省文旅厅', cityName: null, citySlug: null,
    functions: '负责公共文化服务、文物和非物质文化遗产保护、旅游市场管理和乡村文化建设。',
    lines: [['ggwh', '公共文化'], ['xcly', '乡村旅游']],
  },
  {
    field: 'health', slug: 'wjw', name: '卫生健康委员会', shortName: '省卫生健康委', cityName: '卫生健康委员会', citySlug: 'wjw',
    functions: '负责医疗服务、基层卫生、疾病预防控制、妇幼健康和老龄健康工作，组织公共卫生应急。',
    lines: [['jcws', '基层卫生'], ['fyjk', '妇幼健康']],
  },
  {
    field: 'emergency', slug: 'yjt', name: '应急管理厅', shortName: '省应急厅', cityName: null, citySlug: null,
    functions: '负责安全生产监督、自然灾害防治、应急预案和救援力量建设，承担救灾物资调度。',
    lines: [['aqsc', '安全生产'], ['fzjz', '防灾减灾']],
  },
  {
    field: 'audit', slug: 'sjt', name: '审计厅', shortName: '省审计厅', cityName: null, citySlug: null,
    functions: '对财政收支、重大项目、民生资金和国有资产实施审计监督，公布审计结果并督促整改。',
    lines: [['sjjg', '审计结果'], ['sjzg', '审计整改']],
  },
  {
    field: 'market', slug: 'scjgj', name: '市场监督管理局', shortName: '省市场监管局', cityName: '市场监督管理局', citySlug: 'scjgj',
    functions: '负责经营主体登记、食品药品和特种设备安全、产品质量监督、价格收费检查和消费者权益保护。',
    lines: [['spaq', '食品安全'], ['xfwq', '消费提示']],
  },
  {
    field: 'statistics', slug: 'tjj', name: '统计局', shortName: '省统计局', cityName: null, citySlug: null,
    functions: '组织实施统计调查和普查，核算和发布国民经济运行数据，监督统计数据质量。',
    lines: [['tjdc', '统计调查'], ['sjzs', '数据知识']],
  },
  {
    field: 'medicare', slug: 'ybj', name: '医疗保障局', shortName: '省医保局', cityName: null, citySlug: null,
    functions: '负责医疗保险、生育保险和医疗救助，管理医保目录、药品集中采购和基金监督。',
    lines: [['cbjf', '参保缴费'], ['jyba', '异地就医']],
  },
  {
    field: 'forest', slug: 'lcj', name: '林业和草原局', shortName: '省林草局', cityName: null, citySlug: null,
    functions: '负责国土绿化、森林草原资源管理、湿地和自然保护地保护、森林草原防火。',
    lines: [['slfh', '森林防火'], ['sdbh', '湿地保护']],
  },
  {
    field: 'petition', slug: 'xfj', name: '信访局', shortName: '省信访局', cityName: null, citySlug: null,
    functions: '受理群众来信来访，协调督促有关单位按期办理，汇总分析群众反映集中的问题并提出改进建议。',
    lines: [['xfzs', '信访知识'], ['xfjf', '来访须知']],
  },
  {
    field: 'data', slug: 'sjj', name: '数据局', shortName: '省数据局', cityName: null, citySlug: null,
    functions: '统筹政务数据共享、数字政府和一体化政务服务平台建设，推进公共数据开发利用。',
    lines: [['yjsb', '高效办成一件事'], ['ggsj', '公共数据']],
  },
  {
    field: 'assets', slug: 'gzw', name: '国有资产监督管理委员会', shortName: '省国资委', cityName: null, citySlug: null,
    functions: '履行出资人职责，监督所出资企业国有资产保值增值，指导企业改革和规范管理。',
    lines: [['qygg', '企业改革'], ['cqjy', '产权管理']],
  },
  {
    field: 'media', slug: 'gdj', name: '广播电视局', shortName: '省广电局', cityName: null, citySlug: null,
    functions: '负责广播电视和网络视听公共服务、应急广播体系建设和行业安全播出管理。',
    lines: [['yjgb', '应急广播'], ['hmgc', '惠民工程']],
  },
]

/** Slugs of the cities whose bureaux have sites of their own. */
export const CITIES_WITH_DEPARTMENT_SITES = ['jichuan', 'lanping', 'tinglan', 'songhe', 'yanhu', 'lanxi', 'hedu', 'fengcen']

/** The eight bureaux that have a site in those cities. */
export const CITY_SITE_FIELDS: readonly Field[] = [
  'education', 'civil', 'labour', 'housing', 'transport', 'farming', 'health', 'market',
]
