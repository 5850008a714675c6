import './tables.ts'

export type { ChannelCard, SiteCard } from './cards.ts'
export { holdsItems, takesItems } from './contract-channels.ts'
export {
  channelByCode,
  channelByFormerPath,
  channelById,
  channelByPath,
  channelsById,
  channelTree,
  mountsOf,
  mountTargets,
} from './queries/find-channels.ts'
export { type ChannelStanding, channelStanding, effectiveSettings } from './queries/find-settings.ts'
export { nextTemplateChange, type TemplateInForce, templatesInForce, templateStamp } from './queries/find-templates.ts'
export { findTemplate, getTemplateHistory, listTemplates, templateRows } from './queries/read-templates.ts'
export { putTemplate, resetTemplate } from './commands/put-template.ts'
export {
  findOwnSetting,
  type Judged,
  judgeSetting,
  judgeTakingBack,
  type SettingChange,
} from './queries/judge-setting.ts'
export {
  ancestors,
  childSites,
  getSiteCard,
  resolveSite,
  siteByCode,
  siteById,
  sitesByIds,
  sitesOfHost,
} from './queries/find-sites.ts'
export { allSiteIds, channelsOfSites, runningSitesOf } from './queries/read-register.ts'
export { existedAt, historySince } from './queries/find-past.ts'
export { sitesWithSetting } from './queries/setting-takers.ts'
export { nextSettingChange } from './queries/next-setting-change.ts'
export { basePathsOf } from './rules.ts'
export type { BlockModuleSetting, HomeModuleSetting } from './home-modules.ts'
export { placeOf } from './policies.ts'
export type { SettingKey, SettingValue, SettingValues } from './settings.ts'
export type { ChannelPlan } from './blueprint-rules.ts'
export { applyBlueprints, findBlueprint, type LoadedBlueprint } from './commands/apply-blueprint.ts'
export { callOffSetting, changeSetting, putBackSetting, type SettingBefore } from './commands/change-setting.ts'
export {
  type ChannelsCreated,
  createChannels,
  createChannelsOnSites,
  type SitePlan,
} from './commands/create-channels.ts'
export { type RegisteredSite, registerSites } from './commands/register-sites.ts'
export { registerSitesInBulk } from './commands/register-sites-in-bulk.ts'
export { type NewBlueprint, putBlueprints } from './commands/save-blueprint.ts'
export { type NewSetting, putSettingsOnSites } from './commands/write-settings.ts'
export type { NewSite } from './registration-rules.ts'
