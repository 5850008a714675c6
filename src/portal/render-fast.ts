import {
  AssignTag,
  BreakTag,
  CaseTag,
  ContinueTag,
  Drop,
  ForTag,
  IfTag,
  Output,
  RenderTag,
  toValue,
  UnlessTag,
} from 'liquidjs'
import type { Context, Template, Token } from 'liquidjs'
import { condition, printer, type Read, reader, same, tokenReader } from './render-read.ts'
import { PrintTag, siteOf } from './render-tags.ts'

/** One fragment being made. */
export interface Run {
  text: string
  /** Most characters it may have. */
  readonly output: number
  /** Instant of performance.now() at which it is stopped. */
  readonly deadline: number
  /** How deep templates stand in templates. */
  depth: number
  ticks: number
}

export type Step = (context: Context, run: Run) => void

/** Where the nodes stand: how their faults are told, and what the templates they render are. */
export interface Place {
  fault: (node: Template, error: unknown) => Error
  /** Asked for while pages are rendered: templates may render each other. */
  program: (template: string) => Step
}

/** A limit was passed; whoever knows the template makes a TemplateError of it. */
export class LimitPassed extends Error {
  readonly limit: 'time' | 'output' | 'depth'

  constructor(limit: 'time' | 'output' | 'depth') {
    super(`${limit} limit exceeded`)
    this.name = 'LimitPassed'
    this.limit = limit
  }
}

const MOST_DEPTH = 24
/** Looking at the clock costs more than most nodes do. */
const TICKS_PER_LOOK = 64

/** Nodes of a template as one plain function; see render-read.ts for why. */
export function compile(nodes: readonly Template[], place: Place): Step {
  const steps = nodes.map((node) => stepOf(node, place))
  return (context, run) => {
    let at = 0
    try {
      if (++run.ticks % TICKS_PER_LOOK === 0 && performance.now() > run.deadline) throw new LimitPassed('time')
      for (; at < steps.length; at++) {
        steps[at]?.(context, run)
        if (context.breakCalled || context.continueCalled) return
      }
    } catch (error) {
      const node = nodes[at]
      throw node ? place.fault(node, error) : error
    }
  }
}

export function childrenOf(node: Template): Template[][] {
  if (node instanceof IfTag || node instanceof UnlessTag || node instanceof CaseTag)
    return [...node.branches.map(({ templates }) => templates), node.elseTemplates ?? []]
  return node instanceof ForTag ? [node.templates, node.elseTemplates] : []
}

function put(run: Run, text: string): void {
  run.text += text
  if (run.text.length > run.output) throw new LimitPassed('output')
}

function stepOf(node: Template, place: Place): Step {
  if ('str' in node && typeof node.str === 'string') return printText(node.str)
  if (node instanceof Output) return printValue(node)
  if (node instanceof PrintTag) return printTag(node)
  if (node instanceof IfTag) return choose(node, place)
  if (node instanceof UnlessTag) return choose(node, place)
  if (node instanceof CaseTag) return switchOn(node, place)
  if (node instanceof ForTag) return repeat(node, place)
  if (node instanceof RenderTag) return renderOther(node, place)
  return quiet(node)
}

function quiet(node: Template): Step {
  if (node instanceof AssignTag) {
    const key = node['key']
    const read = reader(node['value'])
    return (context) => void Reflect.set(context.bottom(), key, read(context))
  }
  if (node instanceof BreakTag) return (context) => void (context.breakCalled = true)
  if (node instanceof ContinueTag) return (context) => void (context.continueCalled = true)
  return () => undefined
}

function printText(text: string): Step {
  return (_context, run) => put(run, text)
}

function printValue(node: Output): Step {
  const print = printer(node.value)
  return (context, run) => put(run, print(context))
}

function printTag(node: PrintTag): Step {
  const read = reader(node.value)
  const { print } = node
  return (context, run) => put(run, print(read(context), siteOf(context)))
}

function choose(node: IfTag | UnlessTag, place: Place): Step {
  const branches = node.branches.map((branch, index) => ({
    holds: condition(branch.value),
    // Only what stands right behind `unless` is turned round; its elsif is as any other.
    wanted: !(node instanceof UnlessTag && index === 0),
    body: compile(branch.templates, place),
  }))
  const otherwise = compile(node.elseTemplates ?? [], place)
  return (context, run) => {
    for (const { holds, wanted, body } of branches) if (holds(context) === wanted) return body(context, run)
    otherwise(context, run)
  }
}

function switchOn(node: CaseTag, place: Place): Step {
  const read = reader(node.value)
  const branches = node.branches.map(({ values, templates }) => ({
    values: values.map(tokenReader),
    body: compile(templates, place),
  }))
  const otherwise = compile(node.elseTemplates, place)
  return (context, run) => {
    const target = toValue(read(context))
    let isHit = false
    for (const { values, body } of branches) {
      if (!values.some((value) => same(target, value(context), context))) continue
      isHit = true
      body(context, run)
    }
    if (!isHit) otherwise(context, run)
  }
}

/** LiquidJS keeps its own to itself; the same words mean the same. */
class Forloop extends Drop {
  i = 0
  readonly length: number
  readonly name: string

  constructor(length: number, name: string) {
    super()
    this.length = length
    this.name = name
  }
  index0(): number {
    return this.i
  }
  index(): number {
    return this.i + 1
  }
  first(): boolean {
    return this.i === 0
  }
  last(): boolean {
    return this.i === this.length - 1
  }
  rindex(): number {
    return this.length - this.i
  }
  rindex0(): number {
    return this.length - this.i - 1
  }
}

function repeat(node: ForTag, place: Place): Step {
  const { variable } = node
  const name = `${variable}-${node.collection.getText()}`
  const read = listReader(node)
  const body = compile(node.templates, place)
  const otherwise = compile(node.elseTemplates, place)
  return (context, run) => {
    const list = read(context)
    if (list === null) return otherwise(context, run)
    const forloop = new Forloop(list.length, name)
    const scope: Record<string, unknown> = Object.assign(Object.create(null), { forloop })
    context.push(scope)
    for (const item of list) {
      scope[variable] = item
      context.continueCalled = context.breakCalled = false
      body(context, run)
      if (context.breakCalled) break
      forloop.i += 1
    }
    context.continueCalled = context.breakCalled = false
    context.pop()
  }
}

/** What a loop goes through; null where there is nothing, before its modifiers have been looked at. */
function listReader(node: ForTag): (context: Context) => readonly unknown[] | null {
  const read = tokenReader(node.collection)
  const options = hashReader(node.hash.hash)
  const isPlain = Object.keys(node.hash.hash).length === 0
  const register = `continue-${node.variable}-${node.collection.getText()}`
  return (context) => {
    const list = listOf(read(context))
    if (list.length === 0) return null
    if (isPlain) {
      context.setRegister(register, list.length)
      return list
    }
    context.push({ continue: context.getRegister<unknown>(register, {}) })
    const { offset, limit, reversed } = options(context)
    context.pop()
    const from = offset === undefined ? list : list.slice(Number(offset))
    const part = limit === undefined ? from : from.slice(0, Number(limit))
    context.setRegister(register, (Number(offset) || 0) + part.length)
    return reversed === undefined ? part : part.toReversed()
  }
}

function listOf(found: unknown): readonly unknown[] {
  const value: unknown = toValue(found)
  if (Array.isArray(value)) return value
  if (typeof value === 'string') return value === '' ? [] : [value]
  if (typeof value !== 'object' || value === null) return []
  return isIterable(value) ? Array.from(value) : Object.entries(value)
}

function isIterable(value: object): value is Iterable<unknown> {
  return Symbol.iterator in value
}

function hashReader(hash: Readonly<Record<string, Token | undefined>>): (context: Context) => Record<string, unknown> {
  const entries = Object.entries(hash).map(([name, token]): [string, Read] => [
    name,
    token === undefined ? () => true : tokenReader(token),
  ])
  return (context) => {
    const values: Record<string, unknown> = {}
    for (const [name, read] of entries) values[name] = read(context)
    return values
  }
}

type Binding = { value: Token; alias?: string | undefined }

function renderOther(node: RenderTag, place: Place): Step {
  const file = String(node['file'])
  const values = hashReader(node['hash'].hash)
  const one: Binding | undefined = node['with']
  const each: Binding | undefined = node['forBinding']
  const readOne = one && tokenReader(one.value)
  const readEach = each && tokenReader(each.value)
  return (context, run) => {
    const program = place.program(file)
    const inner = context.spawn()
    const scope: Record<string, unknown> = Object.assign(inner.bottom(), values(context))
    if (one && readOne) scope[one.alias ?? file] = readOne(context)
    run.depth += 1
    if (run.depth > MOST_DEPTH) throw new LimitPassed('depth')
    if (each && readEach) {
      const list = listOf(readEach(context))
      renderEach({ scope, list, alias: String(each.alias), name: each.value.getText() }, () => program(inner, run))
    } else program(inner, run)
    run.depth -= 1
  }
}

type Each = { scope: Record<string, unknown>; list: readonly unknown[]; alias: string; name: string }

function renderEach({ scope, list, alias, name }: Each, render: () => void): void {
  const forloop = new Forloop(list.length, `${alias}-${name}`)
  scope['forloop'] = forloop
  for (const item of list) {
    scope[alias] = item
    render()
    forloop.i += 1
  }
}
