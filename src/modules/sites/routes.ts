import type { Api } from '../../kernel/http.ts'
import { archiveChannel } from './commands/archive-channel.ts'
import { changeSiteState } from './commands/change-site-state.ts'
import { createChannel } from './commands/create-channel.ts'
import { lockSetting } from './commands/lock-setting.ts'
import { moveChannel } from './commands/move-channel.ts'
import { moveSite } from './commands/move-site.ts'
import { putSettings } from './commands/put-settings.ts'
import { putTemplate, resetTemplate } from './commands/put-template.ts'
import { registerSite } from './commands/register-site.ts'
import { registerSitesInBulk } from './commands/register-sites-in-bulk.ts'
import { resetSetting } from './commands/reset-setting.ts'
import { deleteBlueprint, saveBlueprint } from './commands/save-blueprint.ts'
import { setDomains } from './commands/set-domains.ts'
import { updateChannel } from './commands/update-channel.ts'
import { updateSite } from './commands/update-site.ts'
import * as contract from './contract.ts'
import { getSettingReach } from './queries/get-setting-reach.ts'
import { getSettings } from './queries/get-settings.ts'
import { getSite } from './queries/get-site.ts'
import { listSettingDefinitions } from './queries/list-setting-definitions.ts'
import { listSiteChildren } from './queries/list-site-children.ts'
import { listSites } from './queries/list-sites.ts'
import { getBlueprint, listBlueprints } from './queries/read-blueprints.ts'
import { getTemplate, getTemplateHistory, listTemplates } from './queries/read-templates.ts'
import { getChannel, getChannelTree, listMountTargets } from './queries/read-channels.ts'

export function sitesRoutes(api: Api): void {
  api.query(contract.listSites, listSites)
  api.query(contract.listSiteChildren, listSiteChildren)
  api.query(contract.getSite, getSite)
  api.command(contract.registerSite, registerSite)
  api.command(contract.registerSitesInBulk, registerSitesInBulk)
  api.command(contract.updateSite, updateSite)
  api.command(contract.setDomains, setDomains)
  api.command(contract.changeSiteState, changeSiteState)
  api.command(contract.moveSite, moveSite)

  api.query(contract.getChannelTree, getChannelTree)
  api.query(contract.getChannel, getChannel)
  api.command(contract.createChannel, createChannel)
  api.command(contract.updateChannel, updateChannel)
  api.command(contract.moveChannel, moveChannel)
  api.command(contract.archiveChannel, archiveChannel)
  api.query(contract.listMountTargets, listMountTargets)

  api.query(contract.listSettingDefinitions, listSettingDefinitions)
  api.query(contract.getSettings, getSettings)
  api.command(contract.putSettings, putSettings)
  api.command(contract.resetSetting, resetSetting)
  api.command(contract.lockSetting, lockSetting)
  api.query(contract.getSettingReach, getSettingReach)

  api.query(contract.listBlueprints, listBlueprints)
  api.query(contract.getBlueprint, getBlueprint)
  api.command(contract.saveBlueprint, saveBlueprint)
  api.command(contract.deleteBlueprint, deleteBlueprint)

  const { templates } = api.services
  api.query(contract.listTemplates, (view, input) => listTemplates(view, input, templates))
  api.query(contract.getTemplate, (view, input) => getTemplate(view, input, templates))
  api.command(contract.putTemplate, (work, input) => putTemplate(work, input, templates))
  api.command(contract.resetTemplate, (work, input) => resetTemplate(work, input, templates))
  api.query(contract.getTemplateHistory, getTemplateHistory)
}
