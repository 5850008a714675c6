import type { Migration } from '../../../kernel/module.ts'

/**
 * What changes by the clock alone, found by instant without knowing the channel: a search index follows the clock. Only what
 * was put down ahead of its time stands in these indexes, so a release at once costs nothing more.
 */
export const search: Migration = {
  name: 'library/040-search',
  sql: `
    CREATE INDEX placement_due_from ON library.placement (visible_from) INCLUDE (item_id) WHERE visible_from > valid_from;
    CREATE INDEX placement_due_until ON library.placement (visible_until) INCLUDE (item_id) WHERE visible_until < 'infinity';
    CREATE INDEX placement_due_begin ON library.placement (valid_from) INCLUDE (item_id) WHERE is_scheduled;
    CREATE INDEX placement_due_end ON library.placement (valid_to) INCLUDE (item_id) WHERE is_scheduled AND valid_to < 'infinity';

    -- Days on which a document comes into force or lapses.
    CREATE INDEX version_effective_on ON library.version ((metadata ->> 'effectiveOn')) INCLUDE (item_id)
      WHERE metadata ? 'effectiveOn';
    CREATE INDEX version_expires_on ON library.version ((metadata ->> 'expiresOn')) INCLUDE (item_id)
      WHERE metadata ? 'expiresOn';
    CREATE INDEX item_repealed_on ON library.item (repealed_on) WHERE repealed_on IS NOT NULL;

    CREATE INDEX item_organisation ON library.item (organisation_id, id);
  `,
}
