import type { Migration } from '../../../kernel/module.ts'

/** Days in which a text loses half of its weight by age; null: it does not age. A kind without one ages as its channel's class does. */
const CLASSES: readonly (readonly [name: string, halfLifeDays: number | null])[] = [
  ['动态要闻', 180],
  ['通知公告', 365],
  ['政策文件', null],
  ['人事规划', 730],
  ['数据发布', 365],
  ['政策解读', 1095],
  ['概况信息', null],
  ['机构职能', null],
  ['负责人信息', null],
  ['信息公开', 1095],
  ['办事服务', null],
  ['互动交流', 730],
  ['其他', 730],
]

/** How texts age in search, and what is something to do rather than to read: attributes of codes, so that operators may change them. */
export const ageing: Migration = {
  name: 'vocabulary/020-ageing',
  sql: `
    UPDATE vocabulary.code c SET attributes = c.attributes || jsonb_build_object('halfLifeDays', s.days)
    FROM (VALUES ${CLASSES.map(([name, days]) => `('${name}', ${days === null ? 'NULL::int' : days})`).join(', ')}) AS s(name, days)
    WHERE c.list = 'indicatorClass' AND c.code = s.name;
    UPDATE vocabulary.code SET attributes = attributes || '{"isService": true}' WHERE list = 'indicatorClass' AND code = '办事服务';
    UPDATE vocabulary.code SET attributes = attributes || '{"halfLifeDays": null}' WHERE list = 'itemKind' AND code = 'official_document';
  `,
}
