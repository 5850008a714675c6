const LETTERS = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]

export type UsccFault = 'length' | 'letters' | 'check'

/** What is wrong with a unified social credit code (GB 32100-2015), so that a slip is seen while typing. */
export function usccFault(text: string): UsccFault | undefined {
  const code = text.trim().toUpperCase()
  if (code.length !== 18) return 'length'
  const values = code.split('').map((letter) => LETTERS.indexOf(letter))
  if (values.includes(-1)) return 'letters'
  const sum = WEIGHTS.reduce((total, weight, place) => total + weight * (values[place] ?? 0), 0)
  return (31 - (sum % 31)) % 31 === values[17] ? undefined : 'check'
}
