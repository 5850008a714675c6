/** A template of the portal as it came with this release. */
export type ShippedTemplate = { theme: string; name: string; source: string; digest: string }

/** A template as an operator wants it. */
export type TemplateDraft = { theme: string; name: string; source: string; digest: string }

export type TemplateFault = {
  kind: string
  /** As `government/top`: the one at fault, which need not be the one that was changed. */
  template: string
  /** From 1. */
  line: number
  /** In the words of the template engine. */
  reason: string
}

export type TemplateReach = { look: string; kind: string; templates: readonly string[] }

/**
 * What the module that keeps templates asks of the one that renders them, which stands above all modules and cannot be
 * imported there. Wired in src/app.ts.
 */
export type Templates = {
  shipped(): readonly ShippedTemplate[]
  /** Overrides that this release cannot use. */
  unusable(overrides: readonly TemplateDraft[]): readonly TemplateFault[]
  /** Which templates a page of each kind can reach in each look, as `base/page-list`. */
  reach(overrides: readonly TemplateDraft[]): readonly TemplateReach[]
  /** Tries one change out where it can do no harm: what it would break, or null. */
  check(change: TemplateChange): Promise<TemplateFault | null>
}

/** Everything in force before and after; `theme` and `name` say what the change is about. */
export type TemplateChange = {
  theme: string
  name: string
  before: readonly TemplateDraft[]
  after: readonly TemplateDraft[]
}

const refuse = async () => {
  throw new Error('nobody was given who can try templates out')
}
export const noTemplates: Templates = { shipped: () => [], unusable: () => [], reach: () => [], check: refuse }
