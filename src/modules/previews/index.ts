import './tables.ts'

/** The token of a preview link: good, ended or forged. */
export { openPreview } from './queries/open-preview.ts'
export type { Opened, Pass } from './rules.ts'
