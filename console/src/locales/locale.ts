import type { zhCN } from './zh-CN.ts'

/** The same keys as the Chinese file; where something is counted, `…_one` may be added. */
export type Translation<T> = Readonly<Record<keyof T, string>> & Readonly<Partial<Record<`${string}_one`, string>>>

/** Every area of the source language, complete. */
export type Locale = { readonly [Area in keyof typeof zhCN]: Translation<(typeof zhCN)[Area]> }

export type Language = 'zh-CN' | 'en'
