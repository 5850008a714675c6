import type { z } from 'zod'
import type { PagesInUse } from '../../../kernel/pages-in-use.ts'
import type * as contract from '../contract.ts'

/** The page store of this machine in figures. */
export async function getPageStore(pages: PagesInUse): Promise<z.input<typeof contract.getPageStore.reply>> {
  const found = pages.figures()
  if (!found) return { store: null, serving: pages.serving() }
  const { pages: kept, bytes, limitBytes, fileBytes, remade, unchanged } = found
  return { store: { pages: kept, bytes, limitBytes, fileBytes, remade, unchanged }, serving: pages.serving() }
}
