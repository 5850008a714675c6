import { z } from 'zod'
import { Done, operation, pageOf, pageQuery } from '../../kernel/contract.ts'
import { atVersion, byId, changed, Note, Version, Words } from './contract-parts.ts'

/** Words that mean the same, either way, for the readers of the whole province. */
export const SynonymGroup = z.object({
  id: z.uuid(),
  words: z.array(z.string()),
  note: z.string(),
  isOn: z.boolean(),
  ...changed,
})
export type SynonymGroup = z.output<typeof SynonymGroup>

export const synonymSorts = ['-changedAt', 'changedAt', 'word', '-word', '-size', 'size'] as const

export const listSynonyms = operation({
  method: 'GET',
  path: '/search/synonyms',
  summary: '同义词',
  permission: 'search.tune',
  query: z.object({
    ...pageQuery,
    q: z.string().trim().max(100).optional(),
    state: z.enum(['on', 'off']).optional(),
    sort: z.enum(synonymSorts).default('-changedAt'),
  }),
  reply: pageOf(SynonymGroup).extend({
    /** Synonyms hold for the whole province; who answers for a part of it reads them. */
    mayChange: z.boolean(),
  }),
})

export const getSynonym = operation({
  method: 'GET',
  path: '/search/synonyms/{id}',
  summary: '一组同义词',
  permission: 'search.tune',
  params: byId,
  reply: SynonymGroup.extend({ mayChange: z.boolean() }),
})

const SynonymWish = z.strictObject({ words: Words, note: Note.default(''), isOn: z.boolean().default(true) })

export const createSynonym = operation({
  method: 'POST',
  path: '/search/synonyms',
  summary: '新建同义词',
  permission: 'search.tune',
  body: SynonymWish,
  reply: SynonymGroup,
})

export const updateSynonym = operation({
  method: 'PUT',
  path: '/search/synonyms/{id}',
  summary: '修改、停用或启用同义词',
  permission: 'search.tune',
  params: byId,
  body: SynonymWish.extend({ expectedVersion: Version }),
  reply: SynonymGroup,
})

export const deleteSynonym = operation({
  method: 'DELETE',
  path: '/search/synonyms/{id}',
  summary: '删除同义词',
  permission: 'search.tune',
  params: byId,
  body: atVersion,
  reply: Done,
})

export const restoreSynonym = operation({
  method: 'POST',
  path: '/search/synonyms/{id}/restore',
  summary: '撤销删除同义词',
  permission: 'search.tune',
  params: byId,
  reply: SynonymGroup,
})

export const exportSynonyms = operation({
  method: 'GET',
  path: '/search/synonym-table',
  summary: '导出同义词表（CSV）',
  permission: 'search.tune',
  reply: z.object({ fileName: z.string(), text: z.string(), groups: z.int() }),
})

/** One row, one group: the words, 、 between them; on or off; a note. A group with a word of the row takes its words over. */
export const importSynonyms = operation({
  method: 'POST',
  path: '/search/synonym-table',
  summary: '导入同义词表（CSV）',
  permission: 'search.tune',
  body: z.strictObject({
    text: z.string().max(2_000_000),
    /** Says what would happen, and changes nothing. */
    isTrial: z.boolean().default(false),
  }),
  reply: z.object({
    added: z.int(),
    changed: z.int(),
    unchanged: z.int(),
    /** Rows that were not taken, each with its line; the others were. */
    rejected: z.array(z.object({ line: z.int(), text: z.string(), reason: z.string() })),
  }),
})
