import { looseSound, syllables } from './pinyin.ts'
import { normalise } from './normalise.ts'

export type Speller = {
  /** A likelier way to write the query, or null. Ask only when the query itself finds little. */
  correct(text: string): string | null
}

type Entry = { word: string; frequency: number }
type Candidate = { word: string; cost: number }

/** Characters that are taken for each other by their shape. */
const ALIKE =
  '口囗 己已巳 末未 士土 日曰 入人八 千干于 折拆 侯候 戌戍戊 拔拨 卷券 徒徙 账帐 住往 竞竟 籍藉 贷货 暑署 即既 幕募墓慕 辨辩辫 粱梁 历厉 晴睛 治冶 乌鸟 免兔 史吏 刑型 凭赁 诉拆 险检 保堡 费资 困因 圆园 复覆 分份 记纪 查察 交缴 决绝 失矢 午牛 今令 代伐 析折 抵低 供拱 政攻 孤狐 补朴 体休 拦栏 准淮'

/** What a slip costs, beside how rare the words are. */
const SAME_SOUND = 4
const SIMILAR_SOUND = 5
const ALIKE_SHAPE = 5
const ONE_CHARACTER = 7
const SWAPPED = 5
/** What is taken away was typed for something. */
const ONE_TOO_MANY = 14
/** Hardly anybody asks for a word of one character: it is what is left of another. */
const SINGLE = 4
/** A correction must be this much likelier than what was typed. */
const MARGIN = 2.5
const HAN = /^[\u4e00-\u9fff]+$/
const LONGEST = 10
const LONGEST_SLIP = 6
const MOST_CHARACTERS = 40
const MOST_WORDS = 80_000

function alikePairs(): Map<string, string> {
  const known = new Map<string, string>()
  for (const group of ALIKE.split(' ')) for (const sign of group) known.set(sign, (known.get(sign) ?? '') + group)
  return known
}

function push(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [entry])
  else if (known.length < 12) known.push(entry)
}

/** The word without each of its characters in turn: words one character apart share one of these. */
function shortened(word: string): string[] {
  const made: string[] = []
  for (let index = 0; index < word.length; index++) made.push(word.slice(0, index) + word.slice(index + 1))
  return made
}

function differing(a: string, b: string): number {
  let count = 0
  for (let index = 0; index < a.length; index++) if (a[index] !== b[index]) count += 1
  return count
}

/** Learns the words of an index: the frequent ones; a word that is typed is compared with them by sound, shape and length. */
export function createSpeller(vocabulary: Iterable<Entry>, soundOf = syllables): Speller {
  const words = [...vocabulary]
    .filter(({ word }) => /^[\u4e00-\u9fff]{1,10}$/.test(word))
    .toSorted((a, b) => b.frequency - a.frequency)
    .slice(0, MOST_WORDS)
  const known = new Map<string, number>()
  const bySound = new Map<string, Entry[]>()
  const byLooseSound = new Map<string, Entry[]>()
  const byShortened = new Map<string, Entry[]>()
  let total = 1
  for (const entry of words) {
    known.set(entry.word, entry.frequency)
    total += entry.frequency
    if (entry.word.length < 2) continue
    const key = soundOf(entry.word).join(' ')
    push(bySound, key, entry)
    push(byLooseSound, looseSound(key), entry)
    for (const part of shortened(entry.word)) push(byShortened, part, entry)
  }
  const alike = alikePairs()
  const rarity = (frequency: number): number => Math.log(total / (frequency + 0.01))

  function isAlike(typed: string, word: string): boolean {
    for (let index = 0; index < word.length; index++) {
      const [a = '', b = ''] = [typed[index], word[index]]
      if (a !== b && !alike.get(a)?.includes(b)) return false
    }
    return true
  }

  /** Same length: one character is another one. */
  function slip(typed: string, word: string): number {
    if (differing(typed, word) !== 1) return Infinity
    if (isAlike(typed, word)) return ALIKE_SHAPE
    return word.length >= 3 ? ONE_CHARACTER : Infinity
  }

  function candidates(typed: string): Candidate[] {
    const found: Candidate[] = []
    const add = (entries: readonly Entry[] | undefined, cost: (word: string) => number): void => {
      for (const { word, frequency } of entries ?? []) {
        const extra = cost(word)
        if (word !== typed && extra < Infinity) found.push({ word, cost: rarity(frequency) + extra })
      }
    }
    if (typed.length >= 2) {
      const key = soundOf(typed).join(' ')
      add(bySound.get(key), (word) => SAME_SOUND + differing(typed, word) - 1)
      add(byLooseSound.get(looseSound(key)), (word) => SIMILAR_SOUND + differing(typed, word) - 1)
    }
    for (const part of shortened(typed)) {
      add(byShortened.get(part), (word) => slip(typed, word))
      // One character too many.
      const frequency = known.get(part)
      if (frequency !== undefined && part.length >= 2)
        found.push({ word: part, cost: rarity(frequency) + (isDoubled(typed, part) ? SAME_SOUND : ONE_TOO_MANY) })
    }
    // Two characters are the wrong way round.
    for (let index = 0; typed.length >= 2 && index + 1 < typed.length; index++) {
      const word = typed.slice(0, index) + typed.charAt(index + 1) + typed.charAt(index) + typed.slice(index + 2)
      const frequency = known.get(word)
      if (frequency !== undefined && word !== typed) found.push({ word, cost: rarity(frequency) + SWAPPED })
    }
    // One character is missing.
    if (typed.length >= 2) add(byShortened.get(typed), (word) => (word.length >= 3 ? ONE_CHARACTER : Infinity))
    return found
  }

  const costOf = (word: string, frequency: number): number => rarity(frequency) + (word.length === 1 ? SINGLE : 0)

  /** Goes on from `start` with every word that is typed there, or that may be meant. */
  function step(text: string, start: number, typedWays: Ways, meantWays: Ways): void {
    const [typedBefore, meantBefore] = [typedWays[start], meantWays[start]]
    if (!typedBefore || !meantBefore) return
    const isHan = HAN.test(text[start] ?? '')
    const last = isHan ? Math.min(text.length, start + LONGEST) : start + 1
    for (let end = start + 1; end <= last; end++) {
      const typed = text.slice(start, end)
      if (isHan && !HAN.test(typed)) return
      const frequency = known.get(typed)
      if (frequency !== undefined || end === start + 1) {
        const cost = isHan ? costOf(typed, frequency ?? 0) : 0
        take(typedWays, end, typedBefore, { word: typed, cost })
        take(meantWays, end, meantBefore, { word: typed, cost })
      }
      if (!isHan || end - start > LONGEST_SLIP) continue
      for (const candidate of candidates(typed)) take(meantWays, end, meantBefore, candidate)
    }
  }

  return {
    correct(given) {
      const text = normalise(given).text.trim()
      if (text.length > MOST_CHARACTERS || !/[\u4e00-\u9fff]{2}/.test(text)) return null
      const typedWays: Ways = [{ cost: 0, text: '' }]
      const meantWays: Ways = [{ cost: 0, text: '' }]
      for (let start = 0; start < text.length; start++) step(text, start, typedWays, meantWays)
      const [typed, meant] = [typedWays[text.length], meantWays[text.length]]
      if (!typed || !meant || meant.text === text) return null
      return meant.cost + MARGIN < typed.cost && isNear(text, meant.text) ? meant.text : null
    },
  }
}

/** Whoever mistypes most of the characters meant something that the index does not know. */
function isNear(typed: string, meant: string): boolean {
  const left = Array.from(typed)
  let others = 0
  for (const sign of meant) {
    const at = left.indexOf(sign)
    if (at < 0) others += 1
    else left.splice(at, 1)
  }
  return others <= Math.max(1, Math.floor(typed.length / 2))
}

/** Per place in the text the cheapest way to get there. */
type Ways = ({ cost: number; text: string } | undefined)[]

function take(ways: Ways, end: number, before: { cost: number; text: string }, next: Candidate): void {
  const cost = before.cost + next.cost
  if (cost < (ways[end]?.cost ?? Infinity)) ways[end] = { cost, text: before.text + next.word }
}

function isDoubled(typed: string, word: string): boolean {
  for (let index = 0; index + 1 < typed.length; index++) {
    if (typed[index] === typed[index + 1] && typed.slice(0, index) + typed.slice(index + 1) === word) return true
  }
  return false
}
