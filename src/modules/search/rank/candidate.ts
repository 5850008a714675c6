/** Fields of a document, in the order of the counts. */
export const FIELDS = ['title', 'keywords', 'numbers', 'body'] as const
export const FIELD_COUNT = 4

/** A document that might answer, as the engine's index knows it. */
export type Candidate = {
  /** counts[from + term * FIELD_COUNT + field]: how often term n of the query stands in the field. */
  counts: Uint16Array
  /** Where they begin; 0 where nothing is said. */
  from?: number
  /** Words in each field. */
  lengths: readonly number[] | Uint32Array
  /** Normalised title, when the engine has it at hand: exact title and characters in common. */
  title?: string
  /** Canonical numbers of the document. */
  numbers?: readonly string[]
  at: number
  level: number
  halfLifeDays: number | null
  isRepealed: boolean
  isService: boolean
  /** A text; something with a name of its own (body, person, site); a channel, which only leads to things. Default: text. */
  sort?: 'text' | 'named' | 'way'
  /** The facet `place` of the document (its own place and those above). */
  documentPlaces?: readonly string[]
}

/** What is true of the whole index or of the whole query. */
export type RankContext = {
  documents: number
  averageLengths: readonly [number, number, number, number]
  /** In how many documents a word stands. */
  frequency: (word: string) => number
  /** From the province down to the reader's own place. */
  places: readonly string[]
  now: number
}
