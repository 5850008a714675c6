import { workerData } from 'node:worker_threads'
import { createPinyinIndex, type PinyinIndex, syllables } from '../../modules/search/text/pinyin.ts'
import { createSpeller, type Speller } from '../../modules/search/text/correct.ts'
import { numberIn, openFile, textIn } from './schema.ts'
import type { SharedIndex } from './shared.ts'
import { serve } from './thread.ts'

/** Body of the thread that knows the vocabulary: slips of the pen, and letters typed for characters. */
const MOST_WORDS = 80_000
/** Learns anew after a while that is long beside what learning takes. */
const LEAST_AGE_MS = 2_000
const AGE_PER_LEARNING = 50
let { shared }: { shared: SharedIndex } = workerData
let learnt: { until: number; speller: Speller; pinyin: PinyinIndex } | null = null

/** What was learnt; learnt anew, where it is old, when this has been answered. */
function known(): { speller: Speller; pinyin: PinyinIndex } {
  if (learnt && Date.now() > learnt.until) setImmediate(learn)
  return learnt ?? learn()
}

function learn(): { speller: Speller; pinyin: PinyinIndex } {
  if (learnt && Date.now() < learnt.until) return learnt
  const started = Date.now()
  const db = openFile(shared.file, { readOnly: true })
  try {
    // The sign before the second `word` keeps its index out: looking up a million rows in its order takes five times as long.
    const rows = db
      .prepare("SELECT word, df FROM word WHERE df > 0 AND +word > '\u0003' ORDER BY df DESC LIMIT ?")
      .all(MOST_WORDS)
    const words = rows.map((row) => ({ word: textIn(row['word']), frequency: numberIn(row['df']) }))
    // Both want the sound of every word, which is most of the work.
    const sounds = new Map<string, string[]>()
    const soundOf = (word: string): string[] => sounds.get(word) ?? syllables(word)
    for (const { word } of words) sounds.set(word, syllables(word))
    const [speller, pinyin] = [createSpeller(words, soundOf), createPinyinIndex(words, soundOf)]
    sounds.clear()
    learnt = { until: Date.now() + LEAST_AGE_MS + (Date.now() - started) * AGE_PER_LEARNING, speller, pinyin }
    return learnt
  } finally {
    db.close()
  }
}

serve({
  correct: (text: string) => known().speller.correct(text),
  read: (text: string) => known().pinyin.read(text, 3),
  turnTo: (next: SharedIndex) => {
    shared = next
    if (learnt) learnt.until = 0
    setImmediate(learn)
  },
})
