import type { Field } from '../field.ts'

/**
 * One subject of local administration. In every text `{all}` is 全省, 全市 and so on, `{area}` the place, `{sub}` a place
 * inside it, and `{3-9}` a number between both.
 */
export interface Topic {
  field: Field
  name: string
  /** Headlines that follow the name of a place. */
  heads: readonly [string, string, string]
  facts: readonly [string, string, string]
  /** Provisions that can stand as articles of a document. */
  rules: readonly [string, string, string, string]
  /** What a resident should know or do. */
  tip: string
  /** Months in which news of it makes sense; all year without. */
  months?: readonly number[]
}
