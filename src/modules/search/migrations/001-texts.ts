import type { Migration } from '../../../kernel/module.ts'

/** What attached files say, read once by content: the same file is never read twice, an unreadable one is remembered. */
export const texts: Migration = {
  name: 'search/001-texts',
  sql: `
    CREATE TABLE search.file_text (
      blob text PRIMARY KEY,
      -- Version of the reading code: what an older one read is read again.
      reader int NOT NULL,
      file_name text NOT NULL,
      media_type text NOT NULL,
      bytes bigint NOT NULL,
      -- A text each page; one where the format has no pages.
      pages text[] NOT NULL DEFAULT '{}',
      -- There is more text than is kept.
      is_cut boolean NOT NULL DEFAULT false,
      -- Why it could not be read: encrypted, broken, too-large, timeout, memory, missing; '' where it could.
      reason text NOT NULL DEFAULT '',
      detail text NOT NULL DEFAULT '',
      took_ms int NOT NULL,
      read_at timestamptz NOT NULL
    );
    CREATE INDEX file_text_unreadable ON search.file_text (read_at DESC, blob) WHERE reason <> '';
  `,
}
