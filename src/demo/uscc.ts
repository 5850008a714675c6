const ALPHABET = '0123456789ABCDEFGHJKLMNPQRTUWXY'
const USCC_WEIGHTS = [1, 3, 9, 27, 19, 26, 16, 17, 20, 29, 25, 13, 8, 24, 10, 30, 28]
const ORGANISATION_WEIGHTS = [3, 7, 9, 10, 5, 8, 4, 2]

export interface UsccParts {
  /** Registering department and kind, e.g. `11` organ, `12` public institution, `54` village committee. */
  kind: string
  /** Six digits of the registering division. */
  region: string
  /** Serial of the body, put into the organisation code. */
  serial: number
}

/** Unified social credit code (GB 32100-2015) with both of its check characters. */
export function uscc(parts: UsccParts): string {
  const body = String(parts.serial).padStart(8, '0')
  const head = `${parts.kind}${parts.region}${body}${organisationCheck(body)}`
  return head + usccCheck(head)
}

/** Whether the last character is the one GB 32100 demands. */
export function isUscc(code: string): boolean {
  return /^[0-9A-HJ-NPQRTUWXY]{18}$/.test(code) && usccCheck(code.slice(0, 17)) === code.slice(17)
}

/** The check character over the first 17 characters. */
export function usccCheck(head: string): string {
  const sum = USCC_WEIGHTS.reduce((total, weight, i) => total + weight * ALPHABET.indexOf(head.charAt(i)), 0)
  return ALPHABET.charAt((31 - (sum % 31)) % 31)
}

/** GB 11714: the check character of the nine-character organisation code. */
export function organisationCheck(body: string): string {
  const sum = ORGANISATION_WEIGHTS.reduce((total, weight, i) => total + weight * Number.parseInt(body.charAt(i), 36), 0)
  const rest = 11 - (sum % 11)
  if (rest === 10) return 'X'
  return rest === 11 ? '0' : String(rest)
}
