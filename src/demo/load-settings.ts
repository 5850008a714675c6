import type { SettingKey, SettingValues } from '../modules/sites/index.ts'
import { channelsOf } from './blueprints.ts'
import { homeModules } from './home-modules.ts'
import { organisationByCode } from './organisations.ts'
import { factsOf } from './place-facts.ts'
import { childrenOf, placeByCode } from './places.ts'
import { type DemoSite, sites } from './sites.ts'
import type { LocalLink } from './site-settings.ts'

/** Settings by key; what is absent is inherited or standard. */
export type SettingsGiven = { [K in SettingKey]?: SettingValues[K] }

const linkOf = ({ title, url }: LocalLink) => ({ text: title, url })

/** What the generator says of a site, as settings of the register. */
export function settingsOf(site: DemoSite): SettingsGiven {
  const { settings } = site
  const stages = stagesOf(site)
  const facts = countsOf(site)
  const footer = footerOf(site)
  return {
    ...(settings.colour === undefined ? {} : { 'appearance.colour': settings.colour }),
    ...(settings.slogan === undefined ? {} : { 'appearance.slogan': settings.slogan }),
    ...(settings.ridgeSeed === undefined ? {} : { 'appearance.ridge': settings.ridgeSeed }),
    ...(facts === null ? {} : { 'appearance.facts': facts }),
    ...(settings.hotLinks === undefined ? {} : { 'home.hotLinks': settings.hotLinks.map(linkOf) }),
    ...(settings.lifeEvents === undefined
      ? {}
      : { 'home.lifeEvents': settings.lifeEvents.map((event) => ({ ...event, links: event.links.map(linkOf) })) }),
    'home.modules': modulesOf(site),
    ...(stages === null ? {} : { 'review.stages': stages }),
    ...(settings.contactHours === undefined ? {} : { 'footer.contactHours': settings.contactHours }),
    ...(footer === null ? {} : { 'footer.links': footer }),
  }
}

function modulesOf(site: DemoSite) {
  const { settings, blueprint, level } = site
  const owner = organisationByCode(site.ownerOrgCode)
  const functions = owner.functions.split('；').map((part) => (part.endsWith('。') ? part : `${part}。`))
  const facts = {
    blueprint,
    level,
    channels: channelsOf(site),
    functions,
    hours: settings.contactHours ?? null,
    below: kindsBelow(site),
  }
  const words = { slogan: settings.slogan ?? null, hotTitle: settings.hotTitle ?? '大家常办' }
  return homeModules(settings.homeParts ?? [], facts, words)
}

function kindsBelow({ code }: DemoSite) {
  const kinds = new Set(sites().flatMap(({ parentCode, kind }) => (parentCode === code ? [kind] : [])))
  return (['portal', 'department', 'subportal'] as const).filter((kind) => kinds.has(kind))
}

/** Three reviews at the province, one elsewhere, none in villages; sites below a city take over the city's rule. */
function stagesOf({ level, kind }: DemoSite): number | null {
  if (level === 'province') return kind === 'portal' ? 3 : 1
  if (level === 'city' && kind === 'portal') return 1
  return level === 'village' ? 0 : null
}

function countsOf({ level, divisionCode }: DemoSite): string | null {
  if (level !== 'town' && level !== 'village') return null
  const { households, population, groups } = factsOf(placeByCode(divisionCode))
  const people = `${households.toLocaleString('en')} 户，${population.toLocaleString('en')} 人`
  return level === 'village'
    ? `${people}，${groups} 个小组`
    : `${childrenOf(divisionCode).length} 个村（社区），${people}`
}

/** Below the towns there are no such pages, so they and the villages have links of their own. */
function footerOf({ level, kind }: DemoSite) {
  if (level === 'province' && kind === 'portal') {
    return [
      { text: '政府信息公开指南', url: '/zwgk/zfxxgk/gkzn/' },
      { text: '政府信息公开年报', url: '/zwgk/zfxxgk/gknb/' },
    ]
  }
  if (level === 'town') return [{ text: '机构职能', url: '/zwgk/jgzn/' }]
  return level === 'village' ? [{ text: '找干部', url: '/cgb/' }] : null
}
