import type { At } from '../../kernel/tables.ts'

declare module '../../kernel/tables.ts' {
  interface Tables {
    'previews.secret': { is_only: boolean; secret: string; made_at: At }
  }
}
