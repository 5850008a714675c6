import type { DirectoryEntry, DirectoryPerson, OrganisationLine } from '../../organisations/index.ts'
import type { ChannelCard, SiteCard } from '../../sites/index.ts'
import type { Facets, SearchDoc } from '../port.ts'
import { filled, isOpen, levelOf } from './item-docs.ts'

/** Sites, channels, organisations and persons as documents: they do not age, and stand for as long as the register says. */

const ALWAYS = {
  numbers: [],
  at: 0,
  visibleFrom: 0,
  visibleUntil: null,
  halfLifeDays: null,
  isRepealed: false,
  isService: false,
} as const

const facetsOf = (kind: string, siteId: string | null, line: OrganisationLine | undefined): Facets => ({
  site: siteId === null ? [] : [siteId],
  place: line?.place ?? [],
  body: line?.body ?? [],
  kind: [kind],
})

export function siteDocs(site: SiteCard, line: OrganisationLine | undefined): SearchDoc[] {
  if (!isOpen(site) || site.host === null) return []
  return [
    {
      ...ALWAYS,
      id: `site:${site.id}`,
      source: `site:${site.id}`,
      title: site.name,
      aliases: site.shortName === site.name ? [] : [site.shortName],
      keywords: [],
      numbers: site.siteIdCode === null ? [] : [site.siteIdCode],
      text: '',
      facets: facetsOf('site', site.id, line),
      level: levelOf(site),
      card: {
        type: 'site',
        siteId: site.id,
        path: '/',
        kind: 'site',
        ...filled({ phone: site.contactPhone, address: site.contactAddress }),
      },
    },
  ]
}

/** What leads elsewhere is found there. */
const NOT_A_PLACE: readonly ChannelCard['kind'][] = ['link', 'mounted']

export function channelDocs(
  site: SiteCard,
  channels: readonly ChannelCard[],
  line: OrganisationLine | undefined,
): SearchDoc[] {
  if (!isOpen(site) || site.host === null) return []
  return channels
    .filter((channel) => channel.archivedAt === null && !NOT_A_PLACE.includes(channel.kind))
    .map((channel) => ({
      ...ALWAYS,
      id: `channel:${channel.id}`,
      source: `channels:${site.id}`,
      title: channel.name,
      aliases: [],
      keywords: channel.keywords,
      text: `${site.shortName}${channel.name}\n${channel.description}`,
      facets: facetsOf('channel', site.id, line),
      level: levelOf(site),
      isService: channel.columnTypes.includes('办事服务'),
      card: {
        type: 'channel' as const,
        siteId: site.id,
        channelId: channel.id,
        path: `/${channel.path}/`,
        kind: 'channel',
      },
    }))
}

/** Where an organisation introduces itself on its own site. */
const ABOUT = '/about/'
const PROVINCE = 5

/** In words, so that 民政局电话 finds it. */
const contactOf = ({ phone, address, officeHours }: DirectoryEntry): string =>
  [
    ['电话', phone],
    ['地址', address],
    ['办公时间', officeHours],
  ]
    .filter(([, text]) => text)
    .map((part) => part.join(' '))
    .join('\n')

export type Home = { siteId: string | null; line: OrganisationLine | undefined }

export function organisationDoc(entry: DirectoryEntry, { siteId, line }: Home): SearchDoc {
  return {
    ...ALWAYS,
    id: `organisation:${entry.id}`,
    source: `organisation:${entry.id}`,
    title: entry.name,
    aliases: entry.shortName === entry.name ? [] : [entry.shortName],
    keywords: [],
    numbers: entry.uscc === null ? [] : [entry.uscc],
    text: [entry.functions, contactOf(entry)].filter(Boolean).join('\n'),
    facets: facetsOf('organisation', siteId, line),
    level: line ? PROVINCE - line.level : 0,
    card: {
      type: 'organisation',
      siteId,
      path: ABOUT,
      kind: 'organisation',
      ...filled({
        summary: entry.functions.slice(0, 200),
        phone: entry.phone,
        address: entry.address,
        hours: entry.officeHours,
      }),
    },
  }
}

export function personDoc(person: DirectoryPerson, entry: DirectoryEntry, { siteId, line }: Home): SearchDoc {
  return {
    ...ALWAYS,
    id: `person:${person.id}`,
    source: `people:${entry.id}`,
    title: person.name,
    aliases: [],
    keywords: [person.title, entry.shortName],
    text: [`${entry.name} ${person.title}`, person.duties].filter(Boolean).join('\n'),
    facets: facetsOf('person', siteId, line),
    level: line ? PROVINCE - line.level : 0,
    card: {
      type: 'person',
      siteId,
      path: ABOUT,
      kind: 'person',
      summary: `${entry.name} ${person.title}`,
      ...filled({
        issuer: entry.name,
        duty: person.duties === '' ? person.title : person.duties,
        phone: entry.phone,
        address: entry.address,
      }),
    },
  }
}
