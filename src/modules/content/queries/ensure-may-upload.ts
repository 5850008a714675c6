import { forbidden } from '../../../kernel/problem.ts'
import type { View } from '../../../kernel/work.ts'
import { getSiteCard, placeOf } from '../../sites/index.ts'
import { canWrite } from '../policies.ts'

/** May the actor bring files to this site? Asked before the bytes are taken, and again when they are kept. */
export async function ensureMayUpload(view: View, siteId: string): Promise<void> {
  const site = await getSiteCard(view, siteId)
  if (!canWrite(view.actor, { place: placeOf(site) })) throw forbidden()
}
