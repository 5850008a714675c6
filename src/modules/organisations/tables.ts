import type { Generated } from 'kysely'
import type { At, DayOrNull } from '../../kernel/tables.ts'

declare module '../../kernel/tables.ts' {
  interface Tables {
    'organisations.division': {
      id: string
      code: string
      level: number
      name: string
      parent_id: string | null
      valid_from: string
      valid_until: DayOrNull
      version: Generated<number>
    }
    'organisations.division_predecessor': { division_id: string; predecessor_id: string }
    'organisations.organisation': {
      id: string
      no: Generated<number>
      code: string
      name: string
      short_name: string
      kind: string
      division_id: string
      parent_id: string | null
      path: string
      position: Generated<number>
      uscc: string | null
      phone: Generated<string>
      address: Generated<string>
      office_hours: Generated<string>
      functions: Generated<string>
      abolished_on: DayOrNull
      successor_id: string | null
      version: Generated<number>
      updated_at: At
    }
    'organisations.person': {
      id: string
      organisation_id: string
      name: string
      title: string
      duties: Generated<string>
      position: Generated<number>
    }
    /** What other modules may join with: names and places in the tree, nothing else. */
    'organisations.v_directory': {
      id: string
      code: string
      name: string
      short_name: string
      kind: string
      path: string
      parent_id: string | null
      division_id: string
      is_abolished: boolean
    }
  }
}
