/** Why a template was refused or stopped. */
export type TemplateFaultKind =
  | 'syntax'
  | 'tag'
  | 'filter'
  | 'unclosed'
  | 'missing'
  | 'time'
  | 'memory'
  | 'output'
  | 'depth'
  | 'failed'

/** A template is at fault, not the platform: which one, where, and why. */
export class TemplateError extends Error {
  /** `base/parts/nav`: the theme says where the source in force came from. */
  readonly template: string
  /** Line of the source, from 1; null where the fault belongs to no line. */
  readonly line: number | null
  readonly kind: TemplateFaultKind
  readonly reason: string

  constructor(kind: TemplateFaultKind, at: { template: string; line: number | null }, reason: string) {
    super(`template ${at.template}${at.line === null ? '' : `, line ${at.line}`}: ${reason}`)
    this.name = 'TemplateError'
    this.kind = kind
    this.template = at.template
    this.line = at.line
    this.reason = reason
  }
}
