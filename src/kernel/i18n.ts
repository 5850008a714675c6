import type { z } from 'zod'
import type { Actor } from './actor.ts'
import type { CodedFault, Fault, Problem } from './problem.ts'

export type Locale = 'zh-CN' | 'en'
/** Wording by key, per locale. zh-CN is the source: every other locale holds the same keys. */
export type Labels = Readonly<Record<Locale, Readonly<Record<string, string>>>>

/** Labels whose English must satisfy the Chinese keys, or it does not compile. */
export function labels<const Z extends Record<string, string>>(words: { 'zh-CN': Z; en: Record<keyof Z, string> }) {
  return words
}

export const kernelLabels = labels({
  'zh-CN': {
    'problem.unauthenticated': '登录已失效，请重新登录。已写的内容不会丢失。',
    'problem.csrf': '本页的登录已失效，请重新登录后再提交。已写的内容不会丢失。',
    'problem.forbidden': '您没有权限做这件事。如工作需要，请联系安全管理员授权。',
    'problem.not-found': '没有找到，或不在您的管理范围内。',
    'problem.version-conflict': '在您编辑期间，别人已保存了新的版本。您的文字仍保留，请对照后再保存。',
    'problem.invalid': '有内容填写不正确，请按提示修改。',
    'problem.unreadable': '请求内容无法读取。',
    'problem.too-large': '内容超过大小限制。',
    'problem.too-many-requests': '操作过于频繁，请稍后再试。',
    'problem.unsupported-media-type': '不支持这种内容格式。',
    'problem.internal': '系统出错了，已记录。请稍后重试；如仍不行，请把编号告诉管理员。',
    'problem.database-unavailable': '数据库暂时连接不上，请稍后重试。已写的内容不会丢失。',
    'fault.required': '必须填写',
    'fault.type': '格式不正确',
    'fault.too-short': '至少 {min} 个字',
    'fault.too-long': '最多 {max} 个字',
    'fault.too-small': '不能小于 {min}',
    'fault.too-big': '不能大于 {max}',
    'fault.too-few': '至少 {min} 项',
    'fault.too-many': '最多 {max} 项',
    'fault.choice': '不在可选范围内',
    'fault.unknown-key': '不认识的字段：{keys}',
    'fault.pattern': '格式不正确',
    'fault.date': '日期不正确，应为 2026-11-21 这样的格式',
  },
  en: {
    'problem.unauthenticated': 'Your session has ended; please sign in again. What you wrote is kept.',
    'problem.csrf': 'This page is no longer signed in; please sign in again. What you wrote is kept.',
    'problem.forbidden': 'You may not do this. If your work needs it, ask the security administrator.',
    'problem.not-found': 'Not found, or outside what you manage.',
    'problem.version-conflict':
      'Somebody saved a newer version while you were editing. Your text is kept; compare, then save.',
    'problem.invalid': 'Some fields are not right; please correct them as shown.',
    'problem.unreadable': 'The request could not be read.',
    'problem.too-large': 'The content is over the size limit.',
    'problem.too-many-requests': 'Too many requests; please wait a moment.',
    'problem.unsupported-media-type': 'This kind of content is not supported.',
    'problem.internal':
      'Something went wrong and was recorded. Please try again later; if it stays, tell the administrator the number.',
    'problem.database-unavailable': 'The database cannot be reached; please try again later. What you wrote is kept.',
    'fault.required': 'Required',
    'fault.type': 'Not the right format',
    'fault.too-short': 'At least {min} characters',
    'fault.too-long': 'At most {max} characters',
    'fault.too-small': 'Not less than {min}',
    'fault.too-big': 'Not more than {max}',
    'fault.too-few': 'At least {min}',
    'fault.too-many': 'At most {max}',
    'fault.choice': 'Not one of the choices',
    'fault.unknown-key': 'Unknown fields: {keys}',
    'fault.pattern': 'Not the right format',
    'fault.date': 'Not a date such as 2026-11-21',
  },
})

const wordOf = (value: unknown): string | undefined =>
  value === undefined ? undefined : typeof value === 'string' ? value : JSON.stringify(value)

export function fill(text: string, values: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (whole, key: string) => wordOf(values[key]) ?? whole)
}

/** zod's issues as faults in the reader's words. All of them, not the first. */
export function faultsOf(issues: readonly z.core.$ZodIssue[], root: string, locale: Locale): Fault[] {
  return codedFaultsOf(issues, root, locale).map(({ pointer, detail }) => ({ pointer, detail }))
}

export function codedFaultsOf(issues: readonly z.core.$ZodIssue[], root: string, locale: Locale): CodedFault[] {
  return issues.map((issue) => {
    const [code, values = {}] = codeOf(issue)
    const detail = issue.code === 'custom' ? issue.message : fill(kernelLabels[locale][code], values)
    return { pointer: `/${[root, ...issue.path.map(String)].join('/')}`, detail, code, values }
  })
}

type KernelFault = Extract<keyof (typeof kernelLabels)['zh-CN'], `fault.${string}`>

function codeOf(issue: z.core.$ZodIssue): [code: KernelFault, values?: Record<string, unknown>] {
  switch (issue.code) {
    case 'invalid_type':
      // zod keeps the input out of its issues; only its message tells a missing value from a wrong one.
      return [issue.message.endsWith('received undefined') ? 'fault.required' : 'fault.type']
    case 'too_small':
      if (issue.origin === 'string' && issue.minimum === 1) return ['fault.required']
      return [sizeKey(issue.origin, 'small'), { min: issue.minimum }]
    case 'too_big':
      return [sizeKey(issue.origin, 'big'), { max: issue.maximum }]
    case 'invalid_value':
    case 'invalid_union':
      return ['fault.choice']
    case 'unrecognized_keys':
      return ['fault.unknown-key', { keys: issue.keys.join('、') }]
    case 'invalid_format':
      return [issue.format === 'date' || issue.format === 'datetime' ? 'fault.date' : 'fault.pattern']
    default:
      return ['fault.type']
  }
}

function sizeKey(origin: string, direction: 'small' | 'big') {
  if (origin === 'string') return direction === 'small' ? 'fault.too-short' : 'fault.too-long'
  if (origin === 'array' || origin === 'set') return direction === 'small' ? 'fault.too-few' : 'fault.too-many'
  return direction === 'small' ? 'fault.too-small' : 'fault.too-big'
}

/** The reader's language from Accept-Language: Chinese unless English is asked for first. */
export function localeOf(acceptLanguage: string | undefined): Locale {
  return acceptLanguage?.trim().toLowerCase().startsWith('en') ? 'en' : 'zh-CN'
}

/** The language in which a view's words are said. */
export const localeFor = ({ actor }: { actor: Actor }): Locale => actor.locale ?? 'zh-CN'

/** A fault with its code, said in Chinese until the edge says it to the reader. */
export function codedFault(pointer: string, words: Labels, code: string): CodedFault {
  return { pointer, detail: words['zh-CN'][code] ?? code, code, values: {} }
}

/** Why something was refused: in Chinese for whoever reads the row by itself, in code and values for every other language. */
export type Reason = { reason: string; code: string; values: Readonly<Record<string, unknown>> }

export function reasonOf(words: Labels, code: string, values: Reason['values'] = {}): Reason {
  return { reason: fill(words['zh-CN'][code] ?? code, values), code, values }
}

/** Wording by key, of one language. */
export type Text = (key: string) => string | undefined

/** The words of several modules as one. */
export function textIn(labels: readonly Labels[], locale: Locale): Text {
  const words = labels.map((set) => set[locale])
  return (key) => words.find((set) => set[key] !== undefined)?.[key]
}

/** `{stateLabel}` in the words of a problem is what the enum says of its `state`. */
export function sayProblem({ code, extra }: Problem, text: Text): string {
  const named = Object.entries(extra).map(([name, value]) => [`${name}Label`, text(`enum.${name}.${String(value)}`)])
  return fill(text(`problem.${code}`) ?? code, { ...Object.fromEntries(named), ...extra })
}

/** A fault that carries its code, in the words of `text`; any other as it is. */
export function sayFault(fault: Fault & Partial<CodedFault>, text: Text): string {
  const words = fault.code === undefined ? undefined : text(fault.code)
  return words === undefined ? fault.detail : fill(words, fault.values ?? {})
}
