import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'
import { channelMoved } from '../events.ts'
import type { StoredChannel } from '../tables.ts'

type Moved = { id: string; old_path: string; new_path: string }

/** An address that a channel leaves goes on leading to it, until another channel takes it. */
export async function keepFormerPaths(
  work: Work,
  siteId: string,
  left: readonly { channelId: string; oldPath: string }[],
): Promise<void> {
  await sql`
    INSERT INTO sites.former_path (site_id, path, channel_id, left_at)
    SELECT ${siteId}, path, channel_id, ${work.now}
    FROM unnest(${left.map((one) => one.oldPath)}::text[], ${left.map((one) => one.channelId)}::uuid[]) AS l(path, channel_id)
    ON CONFLICT (site_id, path) DO UPDATE SET channel_id = excluded.channel_id, left_at = excluded.left_at
  `.execute(work.db)
}

/** New addresses and places for a channel and all below it, archived ones too; announced so that redirects are made. */
export async function rewritePaths(
  work: Work,
  channel: Pick<StoredChannel, 'id' | 'site_id' | 'path' | 'tree_path'>,
  to: { path: string; treePath: string },
): Promise<void> {
  const { rows } = await sql<Moved>`
    UPDATE sites.channel c SET
      path = ${to.path} || substr(c.path, ${channel.path.length + 1}::int),
      tree_path = ${to.treePath} || substr(c.tree_path, ${channel.tree_path.length + 1}::int)
    FROM (SELECT id, path AS old_path FROM sites.channel
      WHERE site_id = ${channel.site_id} AND tree_path LIKE ${`${channel.tree_path}%`}) AS before
    WHERE c.id = before.id
    RETURNING c.id, before.old_path, c.path AS new_path`.execute(work.db)
  const moved = rows
    .map((row) => ({ channelId: row.id, oldPath: row.old_path, newPath: row.new_path }))
    .toSorted((a, b) => a.newPath.localeCompare(b.newPath, 'en'))
  if (to.path === channel.path) return
  await keepFormerPaths(work, channel.site_id, moved)
  work.emit(
    channelMoved({ siteId: channel.site_id, channelId: channel.id, oldPath: channel.path, newPath: to.path, moved }),
  )
}
