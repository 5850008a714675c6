import { z } from 'zod'

const Links = z.array(z.object({ text: z.string(), url: z.string(), lang: z.string().optional() }))
const Events = z.array(
  z.object({
    icon: z.string(),
    title: z.string(),
    url: z.string(),
    links: z.array(z.object({ text: z.string(), url: z.string() })),
  }),
)
const HomeModule = z.looseObject({ type: z.string() })

export type LinkValue = z.output<typeof Links>[number]
export type EventValue = z.output<typeof Events>[number]
/** One part of a home page; what it holds beyond its type depends on the type. */
export type ModuleValue = z.output<typeof HomeModule>

// A stored value is checked by the server; whatever cannot be read here counts as empty and is not saved unless changed.
export const linksOf = (value: unknown): LinkValue[] => Links.safeParse(value).data ?? []
export const eventsOf = (value: unknown): EventValue[] => Events.safeParse(value).data ?? []
export const modulesOf = (value: unknown): ModuleValue[] => z.array(HomeModule).safeParse(value).data ?? []
export const textsOf = (value: unknown): string[] => z.array(z.string()).safeParse(value).data ?? []

/** The module groups inside a module: one per column, or the one of a band. */
export function innerOf(module: ModuleValue): ModuleValue[][] {
  if (module.type === 'columns' && Array.isArray(module['columns'])) return module['columns'].map(modulesOf)
  return module.type === 'band' ? [modulesOf(module['modules'])] : []
}

export function withInner(module: ModuleValue, inner: ModuleValue[][]): ModuleValue {
  return module.type === 'columns' ? { ...module, columns: inner } : { ...module, modules: inner[0] ?? [] }
}

/** A list with one entry moved by one place. */
export function moved<T>(list: readonly T[], from: number, by: number): T[] {
  const to = from + by
  const entry = list[from]
  if (entry === undefined || to < 0 || to >= list.length) return [...list]
  const rest = list.filter((_, place) => place !== from)
  return [...rest.slice(0, to), entry, ...rest.slice(to)]
}

export function replaced<T>(list: readonly T[], at: number, entry: T): T[] {
  return list.map((one, place) => (place === at ? entry : one))
}

export function without<T>(list: readonly T[], at: number): T[] {
  return list.filter((_, place) => place !== at)
}
