import type { Migration } from '../../../kernel/module.ts'
import { standardCodes } from './standard-codes.ts'
import { articleElements, officialDocumentElements } from './standard-elements.ts'

const literal = (value: unknown) => `'${JSON.stringify(value).replaceAll("'", "''")}'::jsonb`

/** The national schemes and code lists this release starts with, and the view through which other modules check codes. */
export const standards: Migration = {
  name: 'vocabulary/002-standards',
  sql: `
    CREATE INDEX code_in_force ON vocabulary.code (list, position, code);
    CREATE VIEW vocabulary.v_code AS
      SELECT list, overlay, code, name, parent_code, position, attributes, valid_from, valid_until FROM vocabulary.code;

    INSERT INTO vocabulary.scheme (id, kind, version, overlay, name, elements, valid_from) VALUES
      (gen_random_uuid(), 'article', 1, '', '文章', ${literal(articleElements)}, '2019-01-01'),
      (gen_random_uuid(), 'official_document', 1, '', '公文', ${literal(officialDocumentElements)}, '2019-01-01');

    INSERT INTO vocabulary.code (list, code, name, parent_code, position, attributes, basis)
      SELECT * FROM jsonb_to_recordset(${literal(standardCodes)})
        AS r(list text, code text, name text, parent_code text, position int, attributes jsonb, basis text);
  `,
}
