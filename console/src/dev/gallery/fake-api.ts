const names = ['云岭省人民政府', '云岭省民政厅', '霁川市人民政府', '云麓县人民政府', '桃溪镇', '下河村']
let isExpired = false

/** Lets the gallery show what happens when a session ends. */
export function expireSession(): void {
  isExpired = true
}

/** Just enough of the API for the shell: session, sites. */
export function fakeReply(method: string, path: string, query: URLSearchParams): { status: number; body: unknown } {
  if (path === '/session' && method === 'POST') isExpired = false
  if (path === '/session') return { status: 200, body: session }
  if (isExpired) return { status: 401, body: { type: '/problems/unauthenticated', title: '请登录', status: 401 } }
  if (path === '/sites') {
    const text = query.get('text') ?? ''
    const items = sites.filter((site) => site.name.includes(text))
    return { status: 200, body: { items, total: items.length, isCapped: false, page: 1, pageSize: 60 } }
  }
  const site = sites.find((one) => path === `/sites/${one.id}`)
  return site ? { status: 200, body: site } : { status: 404, body: { title: '没有找到', status: 404 } }
}

const session = {
  account: {
    id: '01980000-0000-7000-8000-000000000001',
    login: 'wenxiaohe',
    name: '闻小禾',
    organisationId: '01980000-0000-7000-8000-000000000002',
    organisationName: '霁川市住房保障局',
  },
  csrfToken: 'gallery',
  permissions: ['document.read'],
  grants: [],
  mustChangePassword: false,
  locale: 'zh-CN',
  expiresAt: '2026-11-22T00:00:00+08:00',
}

const sites = names.map((name, index) => ({
  id: `01980000-0000-7000-8000-00000000010${index}`,
  code: `site-${index}`,
  name,
  siteIdCode: `990000000${index}`,
  isDemo: true,
}))
