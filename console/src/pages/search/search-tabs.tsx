import { useTranslation } from 'react-i18next'
import { Tabs } from '../../components/tabs.tsx'
import '../sites/sites.css'
import './search.css'

type Tab = 'figures' | 'words' | 'worklist' | 'synonyms' | 'pins' | 'try' | 'index'

const ADDRESSES: Readonly<Record<Tab, string>> = {
  figures: '/search',
  words: '/search/words',
  worklist: '/search/worklist',
  synonyms: '/search/synonyms',
  pins: '/search/pins',
  try: '/search/try',
  index: '/search/index',
}

/** The pages under 搜索. */
export function SearchTabs({ current }: { current: Tab }) {
  const { t } = useTranslation('search')
  const labels: Readonly<Record<Tab, string>> = {
    figures: t('figures'),
    words: t('words'),
    worklist: t('worklist'),
    synonyms: t('synonyms'),
    pins: t('pins'),
    try: t('try'),
    index: t('index'),
  }
  const tabs: Tab[] = ['figures', 'words', 'worklist', 'synonyms', 'pins', 'try', 'index']
  return (
    <div className="panel-tabs">
      <Tabs
        label={t('rail')}
        tabs={tabs.map((name) => ({ label: labels[name], to: ADDRESSES[name], isCurrent: name === current }))}
      />
    </div>
  )
}
