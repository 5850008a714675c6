import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'

/** A channel with more steps than this is worth adding up. */
const MANY = 32
const CHANNELS = 500

/**
 * Add up the steps of channels' tallies that are past, so that reading a count stays a matter of a few rows. Says how many
 * channels were added up; as many as `CHANNELS` means there may be more.
 */
export async function foldTally(work: Work): Promise<number> {
  const { rows } = await sql<{ channel_id: string }>`
    WITH long AS (
      SELECT channel_id FROM library.tally WHERE at <= ${work.now} GROUP BY channel_id HAVING count(*) > ${MANY} LIMIT ${CHANNELS}
    ), gone AS (
      DELETE FROM library.tally t USING long WHERE t.channel_id = long.channel_id AND t.at <= ${work.now} RETURNING t.*
    )
    INSERT INTO library.tally (channel_id, at, since, step)
    SELECT channel_id, max(at), min(since), sum(step) FROM gone GROUP BY channel_id RETURNING channel_id
  `.execute(work.db)
  return rows.length
}

export const isMoreToFold = (folded: number): boolean => folded === CHANNELS
