import type { Migration } from '../module.ts'

/** Receipts by site, for whoever answers for a few sites only. Known are the sites of the pages that a receipt lists. */
export const receiptSites: Migration = {
  name: 'kernel/010-receipt-sites',
  sql: `
    CREATE FUNCTION kernel.sample_sites(sample jsonb) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
      SELECT coalesce(array_agg(DISTINCT page->>0), '{}') FROM jsonb_array_elements(sample) AS page
    $$;
    CREATE INDEX receipt_sites ON kernel.receipt USING gin (kernel.sample_sites(sample));
  `,
}
