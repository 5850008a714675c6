import { randomBytes } from 'node:crypto'
import type { Input, Reply } from '../../../kernel/contract.ts'
import { fill } from '../../../kernel/i18n.ts'
import { forbidden, invalid, Problem } from '../../../kernel/problem.ts'
import type { Work } from '../../../kernel/work.ts'
import { findAddressAt } from '../../library/index.ts'
import { existedAt, getSiteCard, historySince, placeOf, type SiteCard } from '../../sites/index.ts'
import type * as contract from '../contract.ts'
import { previewsLabels } from '../labels.ts'
import { canPreview } from '../policies.ts'
import { sealPass } from '../rules.ts'

const TEN_YEARS_MS = 3653 * 86_400_000

/** A link by which whoever has it sees the pages of a site as they stood, or will stand, at an instant. */
export async function createPreview(
  work: Work,
  { body }: Pick<Input<typeof contract.createPreview>, 'body'>,
): Promise<Reply<typeof contract.createPreview>> {
  const site = await getSiteCard(work, body.siteId)
  if (!canPreview(work.actor, placeOf(site))) throw forbidden({ permission: 'document.read' })
  if (site.host === null) throw new Problem('preview-no-host', 409, { site: site.name })
  const at = new Date(body.at)
  if (at.getTime() > work.now.getTime() + TEN_YEARS_MS) {
    throw invalid([faultAt('/body/at', 'fault.preview.too-far')])
  }
  if (!(await existedAt(work, site.id, at))) throw new Problem('preview-before-site', 409, { site: site.name })

  const path = await pathOf(work, site, { ...body, at })
  const until = new Date(work.now.getTime() + body.expiresInMinutes * 60_000)
  const token = sealPass(await secretOf(work), { siteId: site.id, at, until })
  work.record({
    action: 'preview.create',
    target: { kind: 'site', id: site.id, label: site.name },
    organisationId: site.ownerId,
    siteId: site.id,
    after: { path, at, expiresAt: until },
  })
  return {
    host: site.host,
    link: `/-/preview/${token}?to=${encodeURIComponent(path)}`,
    at: at.toISOString(),
    expiresAt: until.toISOString(),
    keptSince: (await historySince(work)).toISOString(),
  }
}

type Wanted = { path?: string | undefined; itemId?: string | undefined; at: Date }

async function pathOf(work: Work, site: SiteCard, { path, itemId, at }: Wanted): Promise<string> {
  const base = `${site.basePath}/`
  if (itemId !== undefined) {
    const shown = await findAddressAt(work, { itemId, siteId: site.id, at })
    if (shown === null) throw new Problem('preview-not-shown', 409, { site: site.name })
    return site.basePath + shown
  }
  if (path === undefined) return base
  if (path.startsWith(base) || path === site.basePath) return path
  throw invalid([faultAt('/body/path', 'fault.preview.path', { base })])
}

/** With its code and values, so that the edge can say it in the reader's language. */
const faultAt = (
  pointer: string,
  code: 'fault.preview.path' | 'fault.preview.too-far',
  values: { base?: string } = {},
) => ({
  pointer,
  detail: fill(previewsLabels['zh-CN'][code], values),
  code,
  values,
})

/** Made on first use; whoever comes second takes the first one's. */
async function secretOf(work: Work): Promise<string> {
  await work.db
    .insertInto('previews.secret')
    .values({ is_only: true, secret: randomBytes(32).toString('base64url'), made_at: work.now })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const row = await work.db.selectFrom('previews.secret').select('secret').executeTakeFirstOrThrow()
  return row.secret
}
