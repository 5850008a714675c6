import { randomInt } from 'node:crypto'
import type { PasswordRule } from './contract.ts'

// Without the letters and digits that are mistaken for one another when read out.
const CLASSES = ['abcdefghjkmnpqrstuvwxyz', 'ABCDEFGHJKLMNPQRSTUVWXYZ', '23456789', '-+=#@']

/** A random password that satisfies the rule, to be typed once. */
export function temporaryPassword(rule: PasswordRule): string {
  const length = Math.max(12, rule.minLength)
  const letters = Array.from({ length }, (_, index) => draw(CLASSES[index % CLASSES.length] ?? ''))
  for (let i = letters.length - 1; i > 0; i--) {
    const other = randomInt(i + 1)
    const [left, right] = [letters[i] ?? '', letters[other] ?? '']
    letters[i] = right
    letters[other] = left
  }
  return letters.join('')
}

const draw = (alphabet: string): string => alphabet.charAt(randomInt(alphabet.length))
