/** One word of a text, with its place in the text as it was written (UTF-16 units). */
export type Token = { word: string; start: number; end: number }

/**
 * Makes words of text: the same for what is indexed and for what is asked. A document number is one word, however it is written.
 * `word` is normalised (width, case, script, numerals); start and end point into the text that was given.
 */
export type Analyser = {
  /** Changes when the same text would give other words: an index made with another version is made anew. */
  readonly version: string
  tokens(text: string): Token[]
  words(text: string): string[]
}
