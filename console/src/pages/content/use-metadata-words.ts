import { useQueries } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { z } from 'zod'
import { getCodeList, type Element } from '../../../../src/modules/vocabulary/contract.ts'
import { call, operationKey } from '../../client.ts'
import { listMark } from '../../components/marks.ts'
import { useReleasedTitles } from './use-released-titles.ts'

type SchemeElement = z.output<typeof Element>

const textsOf = (value: unknown): string[] => [value].flat().filter((one) => typeof one === 'string')

/** Metadata as readers see it: names of elements, names of codes; what is empty is left out. */
export function useMetadataWords(
  elements: readonly SchemeElement[],
  metadata: Readonly<Record<string, unknown>>,
): readonly { code: string; name: string; words: string }[] {
  const { i18n } = useTranslation()
  const lists = [...new Set(elements.flatMap((element) => element.codeList ?? []))]
  const replies = useQueries({
    queries: lists.map((list) => ({
      queryKey: operationKey(getCodeList, { params: { list } }),
      queryFn: async ({ signal }: { signal: AbortSignal }) => ({
        reply: await call(getCodeList, { params: { list } }, { signal }),
      }),
      staleTime: 600_000,
    })),
  })
  const names = new Map(
    lists.map((list, index) => [
      list,
      new Map((replies[index]?.data?.reply ?? []).map((entry) => [entry.code, entry.name])),
    ]),
  )
  const isItem = (element: SchemeElement) => element.type === 'item'
  const titles = useReleasedTitles(elements.filter(isItem).flatMap(({ code }) => textsOf(metadata[code])))
  return elements.flatMap((element) => {
    const value = metadata[element.code]
    const values = (Array.isArray(value) ? value : [value]).filter(
      (one) => one !== undefined && one !== null && one !== '',
    )
    if (values.length === 0) return []
    const known = isItem(element) ? titles : names.get(element.codeList ?? '')
    const words = values.map((one) => known?.get(String(one)) ?? String(one)).join(listMark())
    return [{ code: element.code, name: i18n.language === 'en' ? element.nameEn : element.name, words }]
  })
}
