import { pinyin } from 'pinyin-pro'

/** Syllables of a word without tones: 公积金 → gong, ji, jin. */
export function syllables(word: string): string[] {
  return pinyin(word, { toneType: 'none', type: 'array', v: true, nonZh: 'consecutive' }).map((part) =>
    part.toLowerCase(),
  )
}

/** Sounds that many speakers do not tell apart: zh/z, ch/c, sh/s, n/l, f/h, -ng/-n. */
export function looseSound(key: string): string {
  return key
    .replace(/(?<![a-z])(zh|ch|sh)/g, (start) => start.charAt(0))
    .replace(/(?<![a-z])n(?=[aeiouv])/g, 'l')
    .replace(/(?<![a-z])h(?=u)/g, 'f')
    .replace(/([aei])ng(?![a-z])/g, '$1n')
}

export type PinyinIndex = {
  /** Queries that may be meant by a query typed in Latin letters, the likeliest first. */
  read(text: string, most?: number): string[]
}

const MOST_LETTERS = 60
const MOST_PER_KEY = 8
const FEWEST_BEGUN = 4

type Entry = { word: string; frequency: number }

function put(map: Map<string, Entry[]>, key: string, entry: Entry): void {
  const known = map.get(key)
  if (known === undefined) map.set(key, [entry])
  else if (known.length < MOST_PER_KEY) known.push(entry)
}

/** Words of the index, the frequent ones first, by their sound and by their initials. */
export function createPinyinIndex(vocabulary: Iterable<Entry>, soundOf = syllables): PinyinIndex {
  const full = new Map<string, Entry[]>()
  const initials = new Map<string, Entry[]>()
  for (const entry of [...vocabulary].toSorted((a, b) => b.frequency - a.frequency)) {
    if (!/^[\u4e00-\u9fff]{2,12}$/.test(entry.word)) continue
    const parts = soundOf(entry.word)
    put(full, parts.join(''), entry)
    put(initials, parts.map((part) => part.charAt(0)).join(''), entry)
  }

  /** What these letters stand for, and how unlikely that is. */
  function wordOf(key: string): { word: string; cost: number } | null {
    const sounding = full.get(key)?.[0]
    if (sounding) return { word: sounding.word, cost: 14 - Math.log(sounding.frequency + 1) }
    const shortened = key.length >= 3 ? initials.get(key)?.[0] : undefined
    return shortened ? { word: shortened.word, cost: 20 - Math.log(shortened.frequency + 1) } : null
  }

  /** The fewest and likeliest words that sound like all of the letters. */
  function readAll(letters: string): string | null {
    const best: ({ cost: number; words: string } | undefined)[] = [{ cost: 0, words: '' }]
    for (let end = 1; end <= letters.length; end++) {
      for (let start = Math.max(0, end - 36); start < end; start++) {
        const before = best[start]
        const found = before && wordOf(letters.slice(start, end))
        if (!before || !found) continue
        const cost = before.cost + found.cost
        if (cost < (best[end]?.cost ?? Infinity)) best[end] = { cost, words: before.words + found.word }
      }
    }
    return best[letters.length]?.words ?? null
  }

  /** Words that begin with these letters: the last syllable is not typed to its end yet. */
  function begun(letters: string): string[] {
    if (letters.length < FEWEST_BEGUN) return []
    const entries: Entry[] = []
    for (const [key, [first]] of full) if (first && key.startsWith(letters)) entries.push(first)
    return entries.toSorted((a, b) => b.frequency - a.frequency).map(({ word }) => word)
  }

  return {
    read(text, most = 5) {
      const typed = text.trim().toLowerCase().replaceAll('ü', 'v')
      if (!/^[a-z][a-z' ]*$/.test(typed) || typed.length > MOST_LETTERS) return []
      const letters = typed.replace(/[' ]/g, '')
      const found = new Set<string>()
      for (const { word } of full.get(letters) ?? []) found.add(word)
      for (const { word } of initials.get(letters) ?? []) found.add(word)
      const parts = typed.split(' ').map((part) => readAll(part.replaceAll("'", '')))
      if (parts.length > 1 && parts.every((part) => part !== null)) found.add(parts.join(' '))
      const whole = readAll(letters)
      if (whole !== null) found.add(whole)
      if (found.size === 0) for (const word of begun(letters).slice(0, most)) found.add(word)
      return [...found].slice(0, most)
    },
  }
}
