import { createHash } from 'node:crypto'
import { sql } from 'kysely'
import { localeFor, textIn } from '../../../kernel/i18n.ts'
import type { View } from '../../../kernel/work.ts'
import { AuditFault, type AuditVerification } from '../contract.ts'
import { auditLabels } from '../labels.ts'

type FaultRow = { kind: string; chain: number; seq: number; until_seq: number }

/** Recomputes every chain. Finds each edited, missing or foreign row, wherever it stands. */
export async function verifyAudit(view: View, options: { limit?: number } = {}): Promise<AuditVerification> {
  const limit = options.limit ?? 1000
  const text = textIn([auditLabels], localeFor(view))
  const { rows } = await sql<FaultRow>`
    WITH linked AS (
      SELECT e.chain, e.seq, e.digest, c.last_seq,
        audit.digest(lag(e.digest, 1, '\\x00'::bytea) OVER w, e) AS expected,
        lag(e.seq, 1, 0::bigint) OVER w AS previous
      FROM audit.entry e LEFT JOIN audit.chain c ON c.no = e.chain
      WINDOW w AS (PARTITION BY e.chain ORDER BY e.seq)
    ), ends AS (
      SELECT DISTINCT ON (chain) chain, seq, digest FROM audit.entry ORDER BY chain, seq DESC
    ), faults AS (
      SELECT 'foreign' AS kind, chain, seq, seq AS until_seq FROM linked WHERE last_seq IS NULL OR seq > last_seq OR seq < 1
      UNION ALL
      SELECT 'missing', chain, previous + 1, seq - 1 FROM linked WHERE previous <> seq - 1 AND seq > 0 AND seq <= last_seq
      UNION ALL
      -- After a gap the digest of the row before is not known, so nothing can be said about the row itself.
      SELECT 'edited', chain, seq, seq FROM linked WHERE digest <> expected AND previous = seq - 1 AND seq <= last_seq
      UNION ALL
      SELECT 'missing', c.no, coalesce(e.seq, 0) + 1, c.last_seq FROM audit.chain c LEFT JOIN ends e ON e.chain = c.no
      WHERE coalesce(e.seq, 0) < c.last_seq
      UNION ALL
      SELECT 'head', c.no, c.last_seq, c.last_seq FROM audit.chain c JOIN audit.entry e ON e.chain = c.no AND e.seq = c.last_seq
      WHERE e.digest <> c.last_digest
    )
    SELECT * FROM faults ORDER BY chain, seq, kind LIMIT ${limit + 1}`.execute(view.db)
  const heads = await view.db
    .selectFrom('audit.chain')
    .select(['no', 'last_seq', 'last_digest'])
    .orderBy('no')
    .execute()
  const counted = await sql<{ count: number }>`SELECT count(*) AS count FROM audit.entry`.execute(view.db)
  const seal = createHash('sha256')
  for (const head of heads) seal.update(`${head.no}:${head.last_seq}:${head.last_digest.toString('hex')};`)
  return {
    isIntact: rows.length === 0,
    entries: counted.rows[0]?.count ?? 0,
    chains: heads.length,
    faults: rows.slice(0, limit).map((row) => ({
      kind: AuditFault.shape.kind.parse(row.kind),
      chain: row.chain,
      seq: row.seq,
      untilSeq: row.until_seq,
      detail: text(`audit-fault.${row.kind}`) ?? row.kind,
    })),
    isCapped: rows.length > limit,
    seal: seal.digest('hex'),
    verifiedAt: view.now.toISOString(),
  }
}
