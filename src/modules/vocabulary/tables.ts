import type { z } from 'zod'
import type { Json } from '../../kernel/tables.ts'
import type { Element } from './contract.ts'

type Elements = z.output<typeof Element>[]

declare module '../../kernel/tables.ts' {
  interface Tables {
    'vocabulary.scheme': {
      id: string
      kind: string
      version: number
      overlay: string
      name: string
      elements: Json<Elements>
      valid_from: string
      valid_until: string | null
    }
    'vocabulary.code': {
      list: string
      overlay: string
      code: string
      name: string
      parent_code: string | null
      position: number
      attributes: Json<Record<string, unknown>>
      basis: string
      valid_from: string
      valid_until: string | null
    }
  }
}
