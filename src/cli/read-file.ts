import { createReadStream } from 'node:fs'
import { access, constants, stat } from 'node:fs/promises'
import { openRecords, textOf } from '../modules/migration/index.ts'
import { Refusal } from './command.ts'

/** Refuses what is no readable file. Says its size. */
export async function sizeOf(file: string): Promise<number> {
  const found = await stat(file).catch(() => null)
  if (!found?.isFile()) throw new Refusal(`没有这个文件：${file}`)
  await access(file, constants.R_OK).catch(() => {
    throw new Refusal(`没有权限读取：${file}`)
  })
  return found.size
}

type TableRow = { line: number; record: Record<string, string> } | { line: number; fault: string }

/** Rows of a small table, every value as text, and the lines that cannot be read. */
export async function* recordsOf(file: string): AsyncGenerator<TableRow> {
  await sizeOf(file)
  const { entries } = await openRecords(async () => createReadStream(file))
  for await (const some of entries) {
    for (const entry of some) {
      if (!('record' in entry)) {
        yield { line: entry.line, fault: entry.reason }
        continue
      }
      const record = Object.entries(entry.record).map(([name, value]) => [name, textOf(value)])
      yield { line: entry.line, record: Object.fromEntries(record) }
    }
  }
}
