import './tables.ts'

export type { Checked, Metadata, MetadataValue } from './check-metadata.ts'
export { dayOf } from './days.ts'
export { type Code, codeNames, codesOf, type OnDay } from './queries/find-codes.ts'
export { findScheme, type MergedScheme, type Occasion } from './queries/find-scheme.ts'
export { nextBoundary } from './queries/next-boundary.ts'
export { foreseeMetadata, type MetadataCheck, metadataCheck, validateMetadata } from './queries/validate-metadata.ts'
export { type CodedFault, type SchemeElement, validityOf, type ValidityFacts, type ValidityState } from './rules.ts'
