import './tables.ts'

export type { Checked, Metadata, MetadataValue } from './check-metadata.ts'
export { type Code, codesOf, type OnDay } from './queries/find-codes.ts'
export { findScheme, type MergedScheme } from './queries/find-scheme.ts'
export { type MetadataCheck, metadataCheck, type Occasion, validateMetadata } from './queries/validate-metadata.ts'
export { type CodedFault, type SchemeElement, validityOf, type ValidityFacts, type ValidityState } from './rules.ts'
