/** A pasted table as cells: tabs from a spreadsheet, else commas; quotes may hold line breaks and both separators. */
export function readSheet(text: string): string[][] {
  const separator = separatorOf(text)
  const rows: string[][] = []
  let row: string[] = []
  let cell = ''
  let isQuoted = false
  const endCell = () => {
    row.push(cell.trim())
    cell = ''
  }
  const endRow = () => {
    endCell()
    if (row.some((one) => one !== '')) rows.push(row)
    row = []
  }
  for (let at = 0; at < text.length; at += 1) {
    const letter = text[at] ?? ''
    if (isQuoted) {
      if (letter !== '"') cell += letter
      else if (text[at + 1] === '"') {
        cell += '"'
        at += 1
      } else isQuoted = false
    } else if (letter === '"' && cell.trim() === '') {
      cell = ''
      isQuoted = true
    } else if (letter === separator) endCell()
    else if (letter === '\n') endRow()
    else if (letter !== '\r' && letter !== '\uFEFF') cell += letter
  }
  endRow()
  return rows
}

function separatorOf(text: string): string {
  const first = text.split('\n', 1)[0] ?? ''
  return ['\t', ',', '，'].find((one) => first.includes(one)) ?? '\t'
}

/** Columns of the bulk table and the heads by which they are known. */
export const BULK_HEADS: Readonly<Record<string, readonly string[]>> = {
  code: ['代码', '站点代码'],
  name: ['名称', '站点名称', '网站名称'],
  shortName: ['简称'],
  level: ['层级', '级别'],
  kind: ['类型', '站点类型'],
  parent: ['上级', '上级代码', '上级站点'],
  owner: ['主办', '主办单位', '主办单位代码'],
  operator: ['承办', '承办单位', '承办单位代码'],
  host: ['域名'],
  slug: ['路径'],
  blueprint: ['模板', '建站模板'],
  siteIdCode: ['标识码', '网站标识码'],
  icpNumber: ['ICP备案号', 'ICP备案编号'],
  policeNumber: ['公安备案号', '公安机关备案号'],
  markUrl: ['党政机关标识'],
  contactName: ['联系人'],
  contactPhone: ['联系电话'],
  contactAddress: ['联系地址'],
  ownerDuties: ['主办职责'],
  operatorDuties: ['承办职责'],
  openedOn: ['开通日期'],
}

/** Heads and rows of a pasted table; a first line without any known head means the columns stand in our order. */
export function readBulkTable(text: string): { columns: string[]; rows: Record<string, string>[] } {
  const cells = readSheet(text)
  const heads = (cells[0] ?? []).map(columnOf)
  const hasHeads = heads.some((head) => head in BULK_HEADS)
  const width = Math.max(0, ...cells.map((row) => row.length))
  const columns = hasHeads ? heads : Object.keys(BULK_HEADS).slice(0, width)
  const body = hasHeads ? cells.slice(1) : cells
  return {
    columns,
    rows: body.map((row) => Object.fromEntries(columns.map((column, place) => [column, row[place] ?? '']))),
  }
}

function columnOf(head: string): string {
  const plain = head.replace(/\s|[（(].*$/g, '').toLowerCase()
  const found = Object.entries(BULK_HEADS).find(
    ([name, words]) => name.toLowerCase() === plain || words.some((word) => word.toLowerCase() === plain),
  )
  return found?.[0] ?? head
}

/** Order in which the rows can be made in batches: a parent in the table comes before what stands below it. */
export function parentsFirst(rows: readonly Record<string, string>[]): number[] {
  const at = new Map(rows.map((row, index) => [row['code'] ?? '', index]))
  const depth = (index: number, seen: readonly number[]): number => {
    const above = at.get(rows[index]?.['parent'] ?? '')
    return above === undefined || above === index || seen.includes(above) ? 0 : 1 + depth(above, [...seen, index])
  }
  return rows
    .map((_, index) => ({ index, depth: depth(index, []) }))
    .toSorted((a, b) => a.depth - b.depth || a.index - b.index)
    .map((one) => one.index)
}

/** Levels and kinds may be written in words, and as people say them: 村级 and 社区 are what the list calls 村（社区）. */
export function codeOf(text: string, words: readonly (readonly [string, string])[]): string {
  const said = text.trim().toLowerCase()
  const exact = words.find(([code, word]) => said === code || said === word.toLowerCase())
  if (exact) return exact[0]
  const short = said.replace(/(?<=.)级$/, '')
  if (short === '') return text
  const found =
    words.find(([, word]) => word.toLowerCase().startsWith(short)) ??
    (short.length > 1 ? words.find(([, word]) => word.toLowerCase().includes(short)) : undefined)
  return found?.[0] ?? text
}
