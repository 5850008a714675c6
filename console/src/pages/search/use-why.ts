import { aside } from '../../components/marks.ts'
import { useTranslation } from 'react-i18next'

type Why = { what: string; factor: number; note: string }

/** Why a hit stands where it stands, in plain words. */
export function useWhy(): (why: Why) => { name: string; effect: string } {
  const { t } = useTranslation('search')
  const names: Readonly<Record<string, string>> = {
    words: t('whyWords'),
    coverage: t('whyCoverage'),
    proximity: t('whyProximity'),
    order: t('whyProximity'),
    phrase: t('whyPhrase'),
    title: t('whyInTitle'),
    'exact-title': t('whyTitle'),
    characters: t('whyCharacters'),
    cited: t('whyCited'),
    rank: t('whyRank'),
    number: t('whyNumber'),
    synonym: t('whySynonym'),
    level: t('whyLevel'),
    place: t('whyPlace'),
    site: t('whySite'),
    age: t('whyAge'),
    repealed: t('whyRepealed'),
    service: t('whyService'),
    news: t('whyNews'),
    sort: t('whySort'),
    contact: t('whyContact'),
    kind: t('whyKind'),
    copies: t('whyCopies'),
  }
  return ({ what, factor, note }) => {
    const name = names[what] ?? what
    return {
      name: note === '' ? name : aside(name, note),
      effect: what === 'words' ? t('points', { value: factor.toFixed(1) }) : `×${factor.toFixed(2)}`,
    }
  }
}
