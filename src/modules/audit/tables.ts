declare module '../../kernel/tables.ts' {
  interface Tables {
    'audit.chain': { no: number; last_seq: number; last_digest: Buffer }
    'audit.entry': {
      chain: number
      seq: number
      at: Date
      actor_id: string | null
      actor_name: string
      actor_kind: 'person' | 'system' | 'visitor'
      session_id: string | null
      address: string | null
      action: string
      target_kind: string
      target_id: string
      target_label: string
      organisation_id: string | null
      site_id: string | null
      before: unknown
      after: unknown
      digest: Buffer
    }
  }
}
