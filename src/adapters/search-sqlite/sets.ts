import { CHUNK } from './shared.ts'

/** Slots of one chunk: a sorted list of the lower 16 bits, or one bit for each. */
export type Container = { n: number; list: Uint16Array | null; bits: Uint32Array | null }

/** Slots per chunk; nothing where a chunk holds none. */
export type SlotSet = (Container | undefined)[]

/** From so many on a bitmap is smaller. */
export const DENSE = 4096
const WORDS = CHUNK / 32

const scratch = new Uint32Array(WORDS)
const together = new Uint32Array(CHUNK)

export const sizeOf = (set: SlotSet): number => set.reduce((sum, container) => sum + (container?.n ?? 0), 0)

export function decode(n: number, bytes: Uint8Array): Container {
  const isAligned = bytes.byteOffset % 4 === 0
  const { buffer, byteOffset } = isAligned ? bytes : bytes.slice()
  return n < DENSE
    ? { n, list: new Uint16Array(buffer, byteOffset, n), bits: null }
    : { n, list: null, bits: new Uint32Array(buffer, byteOffset, WORDS) }
}

export function encode({ list, bits }: Container): Uint8Array {
  const view = list ?? bits ?? new Uint16Array()
  return new Uint8Array(view.buffer, view.byteOffset, view.byteLength)
}

export function bitsOf({ list, bits }: Container): Uint32Array {
  if (bits) return bits
  const made = new Uint32Array(WORDS)
  if (list) addList(list, made)
  return made
}

function countBits(bits: Uint32Array): number {
  let n = 0
  for (let at = 0; at < WORDS; at++) {
    let word = bits[at] ?? 0
    word -= (word >>> 1) & 0x55555555
    word = (word & 0x33333333) + ((word >>> 2) & 0x33333333)
    n += (((word + (word >>> 4)) & 0x0f0f0f0f) * 0x01010101) >>> 24
  }
  return n
}

/** A sorted list without repetitions as it is best kept. */
export function containerOf(list: Uint16Array): Container {
  const container: Container = { n: list.length, list, bits: null }
  return list.length < DENSE ? container : { n: list.length, list: null, bits: bitsOf(container) }
}

/** Slots that came later: all of `later` stand behind those of the container, or are in it already. */
export function append(container: Container | undefined, later: Uint16Array): Container {
  if (!container || container.n === 0) return containerOf(later)
  const { list } = container
  const last = list?.at(-1) ?? -1
  if (list && (later[0] ?? 0) > last) {
    const joined = new Uint16Array(list.length + later.length)
    joined.set(list)
    joined.set(later, list.length)
    return containerOf(joined)
  }
  return union([container, containerOf(later)])
}

export function union(containers: readonly Container[]): Container {
  const [first] = containers
  if (containers.length === 1 && first) return first
  const most = containers.reduce((sum, { n }) => sum + n, 0)
  if (most <= FEW) return unionOfFew(containers)
  const bits = scratch.fill(0)
  for (const { bits: others, list } of containers) {
    if (others) for (let at = 0; at < WORDS; at++) bits[at] = (bits[at] ?? 0) | (others[at] ?? 0)
    else if (list) addList(list, bits)
  }
  return marked(bits)
}

export function addList(list: Uint16Array, bits: Uint32Array): void {
  for (let at = 0; at < list.length; at++) {
    const low = list[at] ?? 0
    bits[low >>> 5] = (bits[low >>> 5] ?? 0) | (1 << (low & 31))
  }
}

/** So few are merged sooner than a bitmap is looked through. */
const FEW = 2048
let merged = new Uint16Array(FEW)
let spare = new Uint16Array(FEW)

function unionOfFew(containers: readonly Container[]): Container {
  let n = 0
  for (const { list } of containers) {
    if (!list) continue
    n = merge(merged, n, list, spare)
    ;[merged, spare] = [spare, merged]
  }
  return { n, list: merged.slice(0, n), bits: null }
}

/** The first `n` of one sorted list and all of another, each once; gives how many these are. */
function merge(one: Uint16Array, n: number, other: Uint16Array, into: Uint16Array): number {
  let next = 0
  let a = 0
  let b = 0
  while (a < n && b < other.length) {
    const x = one[a] ?? 0
    const y = other[b] ?? 0
    into[next++] = x < y ? x : y
    if (x <= y) a += 1
    if (y <= x) b += 1
  }
  while (a < n) into[next++] = one[a++] ?? 0
  while (b < other.length) into[next++] = other[b++] ?? 0
  return next
}

export function unionSets(sets: readonly SlotSet[]): SlotSet {
  const [first] = sets
  if (sets.length === 1 && first) return first
  const chunks = Math.max(0, ...sets.map((set) => set.length))
  return Array.from({ length: chunks }, (_, chunk) => {
    const there = sets.flatMap((set) => set[chunk] ?? [])
    return there.length === 0 ? undefined : union(there)
  })
}

/** Writes the numbers of the bits that are set; gives how far it wrote. */
function fromBits(bits: Uint32Array, base: number, into: Uint16Array | Uint32Array, from: number): number {
  let next = from
  for (let at = 0; at < WORDS; at++) {
    let word = bits[at] ?? 0
    while (word !== 0) {
      into[next++] = base + (at << 5) + (31 - Math.clz32(word & -word))
      word &= word - 1
    }
  }
  return next
}

/** Slots that stand in all containers of a chunk, written behind `from`; gives how far it wrote. */
export function intersect(containers: readonly Container[], chunk: number, into: Uint32Array, from: number): number {
  const base = chunk * CHUNK
  const lists = containers.flatMap(({ list }) => list ?? []).toSorted((a, b) => a.length - b.length)
  const maps = containers.flatMap(({ bits }) => bits ?? [])
  const [first, ...others] = lists
  if (!first) return intersectBits(maps, base, into, from)
  into.set(first, from)
  let next = from + first.length
  for (const bits of maps) next = keepBits(bits, into, from, next)
  for (const list of others) next = keepListed(list, into, from, next)
  for (let at = from; at < next; at++) into[at] = base + (into[at] ?? 0)
  return next
}

/** Keeps the numbers that stand in a list as well. Both ascend; of the longer one most is leapt over. */
function keepListed(list: Uint16Array, numbers: Uint32Array, from: number, to: number): number {
  const end = list.length
  let next = from
  let at = 0
  for (let index = from; index < to && at < end; index++) {
    const low = numbers[index] ?? 0
    at = leap(list, at, low)
    if (list[at] === low) numbers[next++] = low
  }
  return next
}

/** The first place from `at` on whose number is not below `low`. */
function leap(list: Uint16Array, at: number, low: number): number {
  const end = list.length
  if ((list[at] ?? CHUNK) >= low) return at
  let below = at
  let step = 1
  while (below + step < end && (list[below + step] ?? 0) < low) {
    below += step
    step *= 2
  }
  let most = Math.min(below + step, end)
  let least = below + 1
  while (least < most) {
    const middle = (least + most) >>> 1
    if ((list[middle] ?? 0) < low) least = middle + 1
    else most = middle
  }
  return least
}

/** Keeps the numbers whose bit is set. */
function keepBits(bits: Uint32Array, numbers: Uint32Array, from: number, to: number): number {
  let next = from
  for (let at = from; at < to; at++) {
    const low = numbers[at] ?? 0
    if (((bits[low >>> 5] ?? 0) & (1 << (low & 31))) !== 0) numbers[next++] = low
  }
  return next
}

/** What all of the sets hold. */
export function intersectSets(sets: readonly SlotSet[]): SlotSet {
  const chunks = Math.min(...sets.map((set) => set.length))
  return Array.from({ length: chunks }, (_, chunk) => {
    const there = sets.flatMap((set) => set[chunk] ?? [])
    if (there.length < sets.length) return undefined
    return intersectOne(there)
  })
}

/** What all containers of one chunk hold, numbered within it. */
function intersectOne(containers: readonly Container[]): Container | undefined {
  const maps = containers.flatMap(({ bits }) => bits ?? [])
  if (maps.length === containers.length) {
    const [first = scratch, ...others] = maps
    scratch.set(first)
    for (const bits of others) for (let at = 0; at < WORDS; at++) scratch[at] = (scratch[at] ?? 0) & (bits[at] ?? 0)
    const both = marked(scratch)
    return both.n === 0 ? undefined : both
  }
  const count = intersect(containers, 0, together, 0)
  return count === 0 ? undefined : containerOf(new Uint16Array(together.subarray(0, count)))
}

/** What is marked in a bitmap that will be used for something else. */
function marked(bits: Uint32Array): Container {
  const n = countBits(bits)
  if (n >= DENSE) return { n, list: null, bits: bits.slice() }
  const list = new Uint16Array(n)
  fromBits(bits, 0, list, 0)
  return { n, list, bits: null }
}

function intersectBits(maps: readonly Uint32Array[], base: number, into: Uint32Array, from: number): number {
  const [first, ...others] = maps
  if (!first) return from
  const [second = first, ...more] = others
  for (const [index, bits] of more.entries()) {
    const before = index === 0 ? first : scratch
    for (let at = 0; at < WORDS; at++) scratch[at] = (before[at] ?? 0) & (bits[at] ?? 0)
  }
  return fromBoth(more.length === 0 ? first : scratch, second, base, into, from)
}

/** Writes the numbers of the bits that are set in both. */
function fromBoth(one: Uint32Array, other: Uint32Array, base: number, into: Uint32Array, from: number): number {
  let next = from
  for (let at = 0; at < WORDS; at++) {
    let word = (one[at] ?? 0) & (other[at] ?? 0)
    const low = base + (at << 5) + 31
    while (word !== 0) {
      into[next++] = low - Math.clz32(word & -word)
      word &= word - 1
    }
  }
  return next
}

export const holds = (set: SlotSet, slot: number): boolean => {
  const container = set[Math.floor(slot / CHUNK)]
  if (!container) return false
  return isHeld(container, slot % CHUNK)
}

export function isHeld(container: Container, low: number): boolean {
  if (container.bits) return ((container.bits[low >>> 5] ?? 0) & (1 << (low & 31))) !== 0
  return container.list !== null && isIn(container.list, low)
}

function isIn(list: Uint16Array, low: number): boolean {
  let from = 0
  let to = list.length - 1
  while (from <= to) {
    const middle = (from + to) >>> 1
    const value = list[middle] ?? 0
    if (value === low) return true
    if (value < low) from = middle + 1
    else to = middle - 1
  }
  return false
}

export function eachOf({ list, bits }: Container, visit: (low: number) => void): void {
  if (list) for (const low of list) visit(low)
  else if (bits) {
    for (let at = 0; at < WORDS; at++) {
      let word = bits[at] ?? 0
      while (word !== 0) {
        visit((at << 5) + (31 - Math.clz32(word & -word)))
        word &= word - 1
      }
    }
  }
}
