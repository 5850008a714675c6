import './tables.ts'

export type { ChannelCard, SiteCard } from './cards.ts'
export {
  channelByCode,
  channelById,
  channelByPath,
  channelsById,
  channelTree,
  mountsOf,
  mountTargets,
} from './queries/find-channels.ts'
export { effectiveSettings, reviewStagesFor } from './queries/find-settings.ts'
export {
  ancestors,
  childSites,
  getSiteCard,
  resolveSite,
  siteByCode,
  siteById,
  sitesByIds,
} from './queries/find-sites.ts'
export type { BlockModuleSetting, HomeModuleSetting } from './home-modules.ts'
export { placeOf } from './policies.ts'
export type { SettingKey, SettingValue, SettingValues } from './settings.ts'
