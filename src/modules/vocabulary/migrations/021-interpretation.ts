import type { Migration } from '../../../kernel/module.ts'
import { interprets } from './standard-elements.ts'

/** An article may name the documents it explains. */
export const interpretation: Migration = {
  name: 'vocabulary/021-interpretation',
  sql: `
    UPDATE vocabulary.scheme SET elements = elements || '${JSON.stringify([interprets])}'::jsonb
    WHERE kind = 'article' AND overlay = '' AND NOT elements @> '[{"code": "interprets"}]';
  `,
}
