import { anOrganisation } from '../../../../test/kit/index.ts'
import type { Work } from '../../../kernel/work.ts'
import { createChannels } from '../commands/create-channels.ts'
import { registerSites } from '../commands/register-sites.ts'
import { aChannelPlan } from './a-blueprint.ts'

/** Province, city, county, and on the county's host a town with a village; notices on province and county. */
export async function aSiteTree(work: Work) {
  const bodies = {
    province: await aBody(work, '云岭省人民政府'),
    city: await aBody(work, '霁川市人民政府'),
    county: await aBody(work, '云麓县人民政府'),
  }
  const portal = { kind: 'portal' as const, state: 'running' as const }
  const sub = { kind: 'subportal' as const, state: 'running' as const, ownerId: bodies.county.id }
  const sites = await registerSites(work, [
    { ...sub, code: 'xiahe', name: '下河村', level: 'village', parentCode: 'taoxi', slug: 'xiahe' },
    {
      ...portal,
      code: 'yunling',
      name: '云岭省人民政府',
      level: 'province',
      parentCode: null,
      ownerId: bodies.province.id,
      host: 'www.yunling.localhost',
      isDemo: true,
    },
    {
      ...portal,
      code: 'jichuan',
      name: '霁川市人民政府',
      level: 'city',
      parentCode: 'yunling',
      ownerId: bodies.city.id,
      host: 'www.jichuan.localhost',
    },
    {
      ...portal,
      code: 'yunlu',
      name: '云麓县人民政府',
      level: 'county',
      parentCode: 'jichuan',
      ownerId: bodies.county.id,
      host: 'www.yunlu.jichuan.localhost',
    },
    { ...sub, code: 'taoxi', name: '桃蹊镇', level: 'town', parentCode: 'yunlu', slug: 'taoxi' },
  ])
  const site = (code: string) => {
    const found = sites.get(code)
    if (!found) throw new Error(`no site ${code}`)
    return found
  }
  const notices = { ...aChannelPlan('tzgg', '通知公告'), indicatorClass: '通知公告' }
  await createChannels(work, site('yunling'), [notices])
  await createChannels(work, site('yunlu'), [notices])
  const provinceNotices = await work.db
    .selectFrom('sites.channel')
    .select('id')
    .where('site_id', '=', site('yunling').id)
    .executeTakeFirstOrThrow()
  return {
    bodies,
    province: site('yunling'),
    city: site('jichuan'),
    county: site('yunlu'),
    town: site('taoxi'),
    village: site('xiahe'),
    provinceNotices: provinceNotices.id,
  }
}

async function aBody(work: Work, name: string) {
  const body = await anOrganisation(work, { name })
  const row = await work.db
    .selectFrom('organisations.v_directory')
    .select('code')
    .where('id', '=', body.id)
    .executeTakeFirstOrThrow()
  return { ...body, code: row.code }
}
