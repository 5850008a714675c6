import { useTranslation } from 'react-i18next'
import type { ModuleValue } from './setting-values.ts'

/** What a part of the home page is called: its own title, else the name of its type. */
export function useModuleNames(): (module: Pick<ModuleValue, 'type'> & Readonly<Record<string, unknown>>) => string {
  const types = useModuleTypes()
  return (module) => {
    const own = module['title'] ?? module['heading'] ?? module['label'] ?? module['caption']
    return typeof own === 'string' && own !== '' ? own : (types.get(module.type) ?? module.type)
  }
}

/** Types of modules in words. */
export function useModuleTypes(): ReadonlyMap<string, string> {
  const { t } = useTranslation('sites')
  return new Map([
    ['hero', t('moduleHero')],
    ['tiles', t('moduleTiles')],
    ['notice', t('moduleNotice')],
    ['columns', t('moduleColumns')],
    ['band', t('moduleBand')],
    ['feed', t('moduleFeed')],
    ['documents', t('moduleDocuments')],
    ['services', t('moduleServices')],
    ['places', t('modulePlaces')],
    ['figures', t('moduleFigures')],
    ['acts', t('moduleActs')],
    ['table', t('moduleTable')],
    ['text', t('moduleText')],
    ['contact', t('moduleContact')],
    ['people', t('modulePeople')],
    ['affairs', t('moduleAffairs')],
  ])
}
