import { sql } from 'kysely'
import type { Work } from '../../../kernel/work.ts'
import { lineageOf } from '../rules.ts'

/** Give the sub-portals among these sites, or below them, the hosts of the sites they live on. */
export async function placeSubportals(work: Work, paths: readonly string[]): Promise<void> {
  if (paths.length === 0) return
  const all = new Set(paths)
  const tops = paths.filter(
    (path) =>
      !lineageOf(path)
        .slice(0, -1)
        .some((above) => all.has(above)),
  )
  const patterns = tops.map((path) => `${path}%`)
  await sql`DELETE FROM sites.domain d USING sites.site s
    WHERE d.site_id = s.id AND s.kind = 'subportal' AND s.path LIKE ANY (${patterns}::text[])`.execute(work.db)
  await sql`INSERT INTO sites.domain (host, site_id, base_path, is_main)
    SELECT d.host, s.id, s.base_path, d.is_main FROM sites.site s
    CROSS JOIN LATERAL (
      SELECT h.id FROM sites.site h
      WHERE h.kind <> 'subportal' AND h.path = ANY (
        SELECT '/' || array_to_string(parts[1:n], '/') || '/'
        FROM string_to_array(trim(both '/' from s.path), '/') AS parts, generate_series(1, array_length(parts, 1)) AS n)
      ORDER BY length(h.path) DESC LIMIT 1) host
    JOIN sites.domain d ON d.site_id = host.id
    WHERE s.kind = 'subportal' AND s.path LIKE ANY (${patterns}::text[])`.execute(work.db)
}
