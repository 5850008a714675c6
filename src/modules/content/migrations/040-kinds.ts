import type { Migration } from '../../../kernel/module.ts'

/**
 * Most documents are articles, and a list of them finds enough wherever it begins. Any other kind is found by an index of its
 * own, which articles do not pay for; whoever asks for it says that it is no article (list-documents).
 */
export const kinds: Migration = {
  name: 'content/040-kinds',
  sql: `
    CREATE INDEX document_kind ON content.document (kind, updated_at DESC, id DESC) WHERE deleted_at IS NULL AND kind <> 'article';
  `,
}
