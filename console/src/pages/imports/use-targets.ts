import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import { getScheme } from '../../../../src/modules/vocabulary/contract.ts'
import { useOperation } from '../../client.ts'

const FIXED = [
  'externalId',
  'title',
  'subtitle',
  'body',
  'summary',
  'source',
  'author',
  'editor',
  'keywords',
  'publishedAt',
  'originName',
  'originUrl',
] as const
const NEEDED = new Set<string>(['title', 'source', 'publishedAt'])

export interface Targets {
  /** Every field of a document that a file may fill. */
  all: readonly { target: string; name: string; isNeeded: boolean }[]
  /** What a field is called on screen: of a document, of its metadata, or the row as a whole. */
  nameOf: (field: string) => string
}

/** The fields of documents of one kind, in the words of its metadata scheme. */
export function useTargets(itemKind: string): Targets {
  const { t, i18n } = useTranslation('imports')
  const scheme = useOperation(getScheme, { params: { kind: itemKind }, query: {} }, { staleFor: 600_000 })
  return useMemo(() => {
    const all = [
      ...FIXED.map((target) => ({ target, name: t(target), isNeeded: NEEDED.has(target) })),
      ...(scheme.data?.elements ?? []).map((one) => ({
        target: `metadata.${one.code}`,
        name: i18n.language === 'en' ? one.nameEn : one.name,
        isNeeded: one.obligation === 'M',
      })),
    ]
    const names = new Map([
      ...all.map(({ target, name }) => [target, name] as const),
      ['line', t('wholeLine')] as const,
      ['file', t('file')] as const,
    ])
    return { all, nameOf: (field) => names.get(field) ?? field }
  }, [t, i18n.language, scheme.data])
}
