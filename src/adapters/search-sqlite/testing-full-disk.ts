import { aDoc, aPosition, aQuery } from '../../modules/search/testing/sample-docs.ts'
import { openReaders, openSearchIndex } from '../search-sqlite.ts'

/**
 * Body of a process whose files may not grow beyond a few megabytes: puts documents in until there is no room, asks, tries once more, and
 * tries to build anew. Says what came of it.
 */
export type FullDisk = {
  failure: string
  /** Documents of which the index said that they are kept. */
  kept: number
  total: number
  failsAgain: boolean
  rebuildFails: boolean
  totalAfterwards: number
}

const [, , folder = ''] = process.argv
const SIZE = 40
const MOST = 400
const batch = (step: number) =>
  Array.from({ length: SIZE }, (_, n) =>
    aDoc(`d${step}-${n}`, {
      title: `第${step}批第${n}号防汛简报`,
      text: `第${step * SIZE + n}站水位正常。`.repeat(400),
    }),
  )
const failureOf = (act: Promise<unknown>): Promise<string> =>
  act.then(
    () => '',
    (error: unknown) => (error instanceof Error ? error.message : String(error)),
  )

const index = await openSearchIndex(folder)
const reader = await openReaders(index, { readers: 1, timeLimitMs: 30_000 })
const totalNow = async () => (await reader.search(aQuery('防汛简报'))).total
let failure = ''
let step = 0
while (failure === '' && step < MOST) {
  failure = await failureOf(index.apply({ docs: batch(step), gone: [] }))
  if (failure === '') step++
}
const total = await totalNow()
const failsAgain = (await failureOf(index.apply({ docs: batch(MOST), gone: [] }))) !== ''

const rebuild = await index.rebuild()
const building = async () => {
  for (let more = 0; more < MOST; more++) await rebuild.add(batch(more))
  await rebuild.switch(aPosition(1))
}
const rebuildFails = (await failureOf(building())) !== ''
await failureOf(rebuild.discard())
const found: FullDisk = {
  failure,
  kept: step * SIZE,
  total,
  failsAgain,
  rebuildFails,
  totalAfterwards: await totalNow(),
}
process.stdout.write(JSON.stringify(found))
await reader.close()
await index.close()
