import { createHmac } from 'node:crypto'

/** Longer than this nobody asks the same thing twice; it may be somebody's letter. */
export const MOST_NAMED_CHARACTERS = 30
/** Words are named from so many different days on, or after so many searches of one day. */
export const DAYS_TO_NAME = 3

/** Words as they are counted: the same question counts once, however it is typed. */
export function cleanWords(text: string): string {
  return text.normalize('NFKC').toLowerCase().replaceAll(/["“”]/g, ' ').replaceAll(/\s+/g, ' ').trim()
}

/** Eleven figures and more in a row, with or without gaps: telephone, identity card, bank account. */
const LONG_NUMBER = /\d(?:[ -]?[\dx]){10,}/i
const ADDRESS = /[^\s@]@[^\s@]/

/** What is never named, however often it is asked: it may be about one person. */
export function isNameless(words: string): boolean {
  return Array.from(words).length > MOST_NAMED_CHARACTERS || LONG_NUMBER.test(words) || ADDRESS.test(words)
}

/** The mark under which words wait: 24 bits, so that thousands of words share it. */
export function markOf(words: string, secret: string): number {
  return createHmac('sha256', secret).update(words).digest().readUIntBE(0, 3)
}
