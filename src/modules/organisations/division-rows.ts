/** A line of a division table: code of 12 digits, level 1 to 5, code of the parent ('' at the top). */
export type DivisionRow = { code: string; name: string; level: number; parent: string; line?: number }

export type DivisionRejection = {
  line: number
  code: string
  field: 'code' | 'name' | 'level' | 'parent'
  reason: string
}

export type AcceptedDivision = { code: string; name: string; level: number; parentKey: string | null }

const keyOf = (code: string, level: number): string => `${level}:${code}`

/**
 * Which rows can go in. A parent is looked for at the nearest level above, in the table itself or among what is there;
 * a row below a refused row is refused too. Lines are counted from 2 when the rows do not say, for the heading.
 */
export function checkDivisionRows(
  rows: readonly DivisionRow[],
  present: ReadonlySet<string>,
): { accepted: AcceptedDivision[]; rejections: DivisionRejection[] } {
  const rejections: DivisionRejection[] = []
  const sound = new Map<string, { row: DivisionRow; line: number }>()
  rows.forEach((row, index) => {
    const line = row.line ?? index + 2
    const fault = faultOf(row)
    if (fault) {
      rejections.push({ line, code: row.code, ...fault })
      return
    }
    const key = keyOf(row.code, row.level)
    const first = sound.get(key)
    if (first)
      rejections.push({ line, code: row.code, field: 'code', reason: `与第 ${first.line} 行重复（同级同代码）` })
    else sound.set(key, { row, line })
  })
  const accepted: AcceptedDivision[] = []
  const taken = new Set<string>()
  const ordered = [...sound.values()].sort((a, b) => a.row.level - b.row.level)
  for (const { row, line } of ordered) {
    const parentKey = row.parent === '' ? null : parentKeyOf(row, taken, present)
    if (parentKey === undefined) {
      const reason = hasRow(sound, row) ? `上级 ${row.parent} 未能导入` : `没有找到上级 ${row.parent}`
      rejections.push({ line, code: row.code, field: 'parent', reason })
      continue
    }
    taken.add(keyOf(row.code, row.level))
    accepted.push({ code: row.code, name: row.name.trim(), level: row.level, parentKey })
  }
  rejections.sort((a, b) => a.line - b.line)
  return { accepted, rejections }
}

function faultOf(row: DivisionRow): Pick<DivisionRejection, 'field' | 'reason'> | null {
  if (!/^\d{12}$/.test(row.code)) return { field: 'code', reason: '代码应为 12 位数字' }
  if (!Number.isInteger(row.level) || row.level < 1 || row.level > 5)
    return { field: 'level', reason: '级别应为 1 至 5' }
  const length = Array.from(row.name.trim()).length
  if (length < 1 || length > 100) return { field: 'name', reason: '名称应为 1 至 100 个字' }
  if (row.parent === '' && row.level > 1) return { field: 'parent', reason: '缺少上级代码' }
  if (row.parent !== '' && row.level === 1) return { field: 'parent', reason: '省级没有上级' }
  return null
}

function parentKeyOf(row: DivisionRow, taken: Set<string>, present: ReadonlySet<string>): string | undefined {
  for (let level = row.level - 1; level >= 1; level--) {
    const key = keyOf(row.parent, level)
    if (taken.has(key) || present.has(key)) return key
  }
  return undefined
}

function hasRow(sound: ReadonlyMap<string, unknown>, row: DivisionRow): boolean {
  return [1, 2, 3, 4].some((level) => level < row.level && sound.has(keyOf(row.parent, level)))
}
