import type { z } from 'zod'
import { fill } from '../../kernel/i18n.ts'
import type { Fault } from '../../kernel/problem.ts'
import type { Element } from './contract.ts'
import { vocabularyLabels } from './labels.ts'

export type SchemeElement = z.output<typeof Element>
type Values = Readonly<Record<string, unknown>>
export type FaultCode = Extract<keyof (typeof vocabularyLabels)['zh-CN'], `fault.${string}`>

/** A fault with its code and values beside the words, so that it can be told in another language. */
export type CodedFault = Fault & { code: FaultCode; values: Values }

export function faultAt(pointer: string, code: FaultCode, values: Values = {}): CodedFault {
  return { pointer, detail: fill(vocabularyLabels['zh-CN'][code], values), code, values }
}

/** The overlay's elements replace national ones of the same code, in place; new ones come after. */
export function mergeElements(national: readonly SchemeElement[], overlay: readonly SchemeElement[]): SchemeElement[] {
  const replaced = new Map(overlay.map((element) => [element.code, element]))
  const known = new Set(national.map((element) => element.code))
  return [
    ...national.map((element) => replaced.get(element.code) ?? element),
    ...overlay.filter((element) => !known.has(element.code)),
  ]
}

/** What is wrong with a scheme that somebody wants to add. `lists` are the code lists there are. */
export function faultsOfElements(
  elements: readonly SchemeElement[],
  lists: ReadonlySet<string>,
  others: readonly SchemeElement[],
): CodedFault[] {
  const all = new Set([...others, ...elements].map((element) => element.code))
  const seen = new Set<string>()
  return elements.flatMap((element, index) => {
    const at = (field: string) => `/body/elements/${index}/${field}`
    const faults: CodedFault[] = []
    if (seen.has(element.code)) faults.push(faultAt(at('code'), 'fault.scheme.code-repeated'))
    seen.add(element.code)
    if (element.type === 'code' && element.codeList === undefined) {
      faults.push(faultAt(at('codeList'), 'fault.scheme.list-needed'))
    }
    if (element.codeList !== undefined && !lists.has(element.codeList)) {
      faults.push(faultAt(at('codeList'), 'fault.scheme.list-absent'))
    }
    for (const field of ['requiredWith', 'notBefore'] as const) {
      const other = element[field]
      if (other !== undefined && !all.has(other)) faults.push(faultAt(at(field), 'fault.scheme.required-with'))
    }
    return [...faults, ...faultsOfPattern(element, at)]
  })
}

function faultsOfPattern(element: SchemeElement, at: (field: string) => string): CodedFault[] {
  if (element.pattern === undefined) return []
  const pattern = wholePattern(element.pattern)
  if (!pattern) return [faultAt(at('pattern'), 'fault.scheme.pattern')]
  if (element.example !== undefined && !pattern.test(element.example)) {
    return [faultAt(at('example'), 'fault.scheme.example')]
  }
  return []
}

/** A pattern of the whole value; null when it is no regular expression. */
export function wholePattern(pattern: string): RegExp | null {
  try {
    return new RegExp(`^(?:${pattern})$`, 'u')
  } catch {
    return null
  }
}

export type ValidityState = 'pending' | 'valid' | 'amended' | 'expired' | 'repealed'

export type ValidityFacts = {
  effectiveOn?: string | null
  expiresOn?: string | null
  repealedOn?: string | null
  declaredValidity?: string | null
}

/** Whether a document is in force on a day, from its dates; what the issuer declared counts only where the dates say nothing. */
export function validityOf(facts: ValidityFacts, day: string): ValidityState | null {
  if (facts.repealedOn && facts.repealedOn <= day) return 'repealed'
  if (facts.expiresOn && facts.expiresOn < day) return 'expired'
  if (facts.effectiveOn && facts.effectiveOn > day) return 'pending'
  const declared = facts.declaredValidity ?? null
  if (isValidityState(declared)) return declared
  return facts.effectiveOn || facts.expiresOn ? 'valid' : null
}

function isValidityState(state: string | null): state is ValidityState {
  return state !== null && ['pending', 'valid', 'amended', 'expired', 'repealed'].includes(state)
}
