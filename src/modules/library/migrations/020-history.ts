import type { Migration } from '../../../kernel/module.ts'

/**
 * Items and addresses as they were (ADR 0008). Both stay for ever once they are there. Versions carry their interval; at a
 * past instant nothing is known of later ones, nor that an end was to come. Placements are asked for by their interval.
 */
export const history: Migration = {
  name: 'library/020-history',
  sql: `
    SELECT kernel.keep_rows('library', 'item', '{id}', stays => true);
    SELECT kernel.keep_rows('library', 'path', '{site_id,path}', '{since}', stays => true);
    CREATE INDEX ON library.path_past (item_id);
    SELECT kernel.keep_intervals('library', 'version', 'valid_from');

    -- A file belongs to an item from its first use to its last removal.
    ALTER TABLE library.file ADD COLUMN born_at timestamptz NOT NULL DEFAULT '-infinity';
    ALTER TABLE library.file ALTER COLUMN born_at SET DEFAULT kernel.now();
    SELECT kernel.keep_intervals('library', 'file', 'born_at');
  `,
}
