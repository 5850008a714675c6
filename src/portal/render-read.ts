import { Drop, evalToken, isTruthy, toValue, toValueSync, TypeGuards, Value } from 'liquidjs'
import type { Context, Filter, Token } from 'liquidjs'
import { escapeHtml } from './render-escape.ts'

export type Read = (context: Context) => unknown

/**
 * LiquidJS evaluates everything through generators, several per value, so that it can also wait. Pages are rendered from
 * data that is there, so values are compiled to plain functions with the same meaning. Whatever is not recognised keeps
 * its own way.
 */
export function reader(value: Value): Read {
  return value.filters.reduce<Read>(filtered, expressionReader(value.initial.postfix))
}

/** The same, for what is printed: always text, escaped unless its last filter makes markup. */
export function printer(value: Value): (context: Context) => string {
  const filters = [...value.filters]
  const last = filters.at(-1)
  const isEscaped = last !== undefined && Object.is(last['handler'], escapeHtml)
  if (isEscaped) filters.pop()
  const read = filters.reduce<Read>(filtered, expressionReader(value.initial.postfix))
  if (isEscaped) return (context) => escapeHtml(read(context))
  return (context) => {
    const text = toValue(read(context))
    return typeof text === 'string' ? text : escapeHtml(text)
  }
}

/** Whether a condition holds. */
export function condition(value: Value): (context: Context) => boolean {
  const read = reader(value)
  return (context) => holds(read(context), context)
}

export function tokenReader(token: Token): Read {
  if ('content' in token) {
    const { content } = token
    return () => content
  }
  if (TypeGuards.isPropertyAccessToken(token)) {
    const { variable, props } = token
    const [first, ...rest] = props.map(keyOf)
    if (variable) return walk(tokenReader(variable), props.map(keyOf))
    if (typeof first === 'string') return walk(rootReader(first), rest)
  }
  return (context) => toValueSync(evalToken(token, context))
}

export function holds(value: unknown, context: Context): boolean {
  if (typeof value === 'boolean') return value
  if (value === null || value === undefined) return false
  return typeof value === 'object' ? isTruthy(value, context) : true
}

/** LiquidJS's `==`, without its detours for two plain values. */
export function same(left: unknown, right: unknown, context: Context): boolean {
  if (isPlain(left) && isPlain(right)) return left === right
  return toValueSync(context.opts.operators['==']?.(left, right, context)) === true
}

function isPlain(value: unknown): boolean {
  return typeof value !== 'object' || value === null
}

function filtered(input: Read, filter: Filter): Read {
  const handler: (this: unknown, ...values: unknown[]) => unknown = filter['handler']
  const { token, liquid } = { token: filter['token'], liquid: filter['liquid'] }
  const args = filter.args.map(argumentReader)
  const [only] = args
  if (args.length === 0) {
    return (context) => settled(handler.call({ context, token, liquid }, input(context)))
  }
  if (only && args.length === 1) {
    return (context) => {
      const argument = only(context)
      return settled(handler.call({ context, token, liquid }, input(context), argument))
    }
  }
  return (context) => {
    const value = input(context)
    const values = args.map((read) => read(context))
    return settled(handler.call({ context, token, liquid }, value, ...values))
  }
}

function settled(value: unknown): unknown {
  return typeof value === 'object' ? toValueSync(value) : value
}

function argumentReader(argument: Filter['args'][number]): Read {
  if (!Array.isArray(argument)) return tokenReader(argument)
  const [name, token] = argument
  const read = token === undefined ? () => undefined : tokenReader(token)
  return (context) => [name, read(context)]
}

function expressionReader(postfix: readonly Token[]): Read {
  const operands: Read[] = []
  for (const token of postfix) {
    if (!TypeGuards.isOperatorToken(token)) {
      operands.push(tokenReader(token))
      continue
    }
    const right = operands.pop() ?? nothing
    operands.push(
      token.operator === 'not' ? negation(right) : operation(token.operator, operands.pop() ?? nothing, right),
    )
  }
  return operands[0] ?? nothing
}

const nothing: Read = () => undefined
const negation =
  (read: Read): Read =>
  (context) =>
    !holds(read(context), context)

function operation(operator: string, left: Read, right: Read): Read {
  switch (operator) {
    case '==':
      return (context) => same(left(context), right(context), context)
    case '!=':
      return (context) => !same(left(context), right(context), context)
    case 'and':
      return (context) => holds(left(context), context) && holds(right(context), context)
    case 'or':
      return (context) => holds(left(context), context) || holds(right(context), context)
    default:
      return (context) => toValueSync(context.opts.operators[operator]?.(left(context), right(context), context))
  }
}

type Key = string | number | Read

function keyOf(token: Token): Key {
  const content: unknown = 'content' in token ? token.content : undefined
  if (typeof content === 'string' || typeof content === 'number') return content
  return tokenReader(token)
}

function rootReader(name: string): Read {
  return (context) => property(context, context['findScope'](name), name)
}

function walk(start: Read, keys: readonly Key[]): Read {
  return keys.reduce<Read>((read, key) => {
    if (typeof key !== 'function') return (context) => property(context, read(context), key)
    return (context) => {
      const from = read(context)
      return property(context, from, keyIn(key(context)))
    }
  }, start)
}

function keyIn(value: unknown): string | number {
  const key = toValue(value)
  return typeof key === 'number' ? key : String(key)
}

/** What `obj` says under `key`, as LiquidJS reads it: own properties, and size, first and last of lists. */
function property(context: Context, from: unknown, key: string | number): unknown {
  if (from === null || from === undefined) return from
  if (typeof from !== 'object') return ofPlain(from, key)
  if (from instanceof Drop || key in Object.prototype) return context.readProperty(from, key)
  const found: unknown = Reflect.get(from, key)
  if (found !== undefined && typeof found !== 'function') return found
  return context.readProperty(from, key)
}

/** A text has letters and a size; a number has nothing. */
function ofPlain(from: unknown, key: string | number): unknown {
  if (typeof from !== 'string') return undefined
  if (key === 'size') return from.length
  const letters: object = Object(from)
  return Object.hasOwn(letters, key) ? Reflect.get(letters, key) : undefined
}
