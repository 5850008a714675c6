import type { Migration } from '../module.ts'

/**
 * The same instant in milliseconds, written so that the planner can put it in the place of its call: reading the clock's unit
 * out of a timestamp counts as stable, and what is stable is never put into what claims to be immutable.
 */
export const quickMs: Migration = {
  name: 'kernel/030-quick-ms',
  sql: `
    CREATE OR REPLACE FUNCTION kernel.ms(at timestamptz) RETURNS double precision LANGUAGE sql STABLE PARALLEL SAFE AS $$
      SELECT nullif(nullif(floor(extract(epoch FROM at) * 1000)::double precision, 'Infinity'), '-Infinity')
    $$;
  `,
}
