import assert from 'node:assert/strict'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import { Readable } from 'node:stream'
import { after, test } from 'node:test'
import { deflateRawSync, deflateSync } from 'node:zlib'
import { createFileReader } from './file-reader.ts'
import { READ_LIMITS } from './read-file-limits.ts'

const files = new Map<string, Buffer>()
const blobs = {
  put: async () => Promise.reject(new Error('not here')),
  remove: async () => undefined,
  size: async (blob: string) => files.get(blob)?.length ?? null,
  open: async (blob: string) => {
    const bytes = files.get(blob)
    return bytes ? Readable.from([bytes]) : null
  },
}
const reader = createFileReader(blobs, {
  ...READ_LIMITS,
  unpackedBytes: 5_000_000,
  bytes: 8_000_000,
  milliseconds: 20_000,
})
after(() => reader.close())

async function read(name: string, bytes: Buffer) {
  files.set(name, bytes)
  const { pages, fault, isCut } = await reader.read({ blob: name, name })
  return fault ? fault.reason : { pages, isCut }
}

type Entry = { name: string; bytes: Buffer; flags?: number; claimed?: number }

/** A ZIP file, whatever its directory claims. */
function zip(entries: readonly Entry[]): Buffer {
  const parts: Buffer[] = []
  const directory: Buffer[] = []
  let at = 0
  for (const { name, bytes, flags = 0, claimed = bytes.length } of entries) {
    const packed = deflateRawSync(bytes, { level: 9 })
    const local = Buffer.alloc(30)
    local.writeUInt32LE(0x04034b50, 0)
    local.writeUInt16LE(20, 4)
    local.writeUInt16LE(flags, 6)
    local.writeUInt16LE(8, 8)
    local.writeUInt32LE(packed.length, 18)
    local.writeUInt32LE(claimed, 22)
    local.writeUInt16LE(name.length, 26)
    const head = Buffer.alloc(46)
    head.writeUInt32LE(0x02014b50, 0)
    head.writeUInt16LE(20, 6)
    head.writeUInt16LE(flags, 8)
    head.writeUInt16LE(8, 10)
    head.writeUInt32LE(packed.length, 20)
    head.writeUInt32LE(claimed, 24)
    head.writeUInt16LE(name.length, 28)
    head.writeUInt32LE(at, 42)
    parts.push(local, Buffer.from(name), packed)
    directory.push(head, Buffer.from(name))
    at += 30 + name.length + packed.length
  }
  const size = directory.reduce((sum, part) => sum + part.length, 0)
  const end = Buffer.alloc(22)
  end.writeUInt32LE(0x06054b50, 0)
  end.writeUInt16LE(entries.length, 8)
  end.writeUInt16LE(entries.length, 10)
  end.writeUInt32LE(size, 12)
  end.writeUInt32LE(at, 16)
  return Buffer.concat([...parts, ...directory, end])
}

const W = 'http://schemas.openxmlformats.org/wordprocessingml/2006/main'
const RELATIONS = 'http://schemas.openxmlformats.org/package/2006/relationships'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const xml = (text: string) => Buffer.from(`<?xml version="1.0" encoding="UTF-8"?>${text}`)
const docx = (body: string): Entry[] => [
  {
    name: '[Content_Types].xml',
    bytes: xml(
      '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>',
    ),
  },
  {
    name: '_rels/.rels',
    bytes: xml(
      `<Relationships xmlns="${RELATIONS}"><Relationship Id="r1" Type="${OFFICE}/officeDocument" Target="word/document.xml"/></Relationships>`,
    ),
  },
  { name: 'word/document.xml', bytes: xml(`<w:document xmlns:w="${W}"><w:body>${body}</w:body></w:document>`) },
]
const paragraph = (text: string) => `<w:p><w:r><w:t>${text}</w:t></w:r></w:p>`

test('words of a document, with radicals as the characters they stand for', async () => {
  assert.deepEqual(await read('通知.docx', zip(docx(paragraph('⼈⺠政府') + paragraph('第二段')))), {
    pages: ['人⺠政府\n第二段'],
    isCut: false,
  })
})

test('pages of a PDF, one after the other', async () => {
  const pdf = readFileSync(path.join(import.meta.dirname, '../testing/files/two-pages.pdf'))
  const wanted = { pages: ['ArticleOne Overview', 'ArticleTwo Conditions'], isCut: false }
  assert.deepEqual(await read('指南.pdf', pdf), wanted)
  assert.equal(await read('坏.pdf', Buffer.from('%PDF-1.7\nnothing')), 'broken')
  assert.equal(await read('半.pdf', pdf.subarray(0, 300)), 'broken')
  assert.deepEqual(await read('又.pdf', pdf), wanted)
})

test('text in UTF-8 and as Chinese Windows writes it', async () => {
  assert.deepEqual(await read('说明.txt', Buffer.from('住房公积金')), { pages: ['住房公积金'], isCut: false })
  assert.deepEqual(await read('名单.csv', Buffer.from('d0d5c3fb2cb5e7bbb0', 'hex')), {
    pages: ['姓名,电话'],
    isCut: false,
  })
  const long = await read('长.txt', Buffer.from('长'.repeat(1_200_000)))
  assert.deepEqual(
    [typeof long === 'object' && long.isCut, typeof long === 'object' && long.pages[0]?.length],
    [true, 1_000_000],
  )
})

test('bombs are counted, not believed', async () => {
  const zeros = Buffer.alloc(20_000_000)
  assert.equal(
    await read('炸弹.docx', zip([...docx(''), { name: 'word/media/a.bin', bytes: zeros, claimed: 10 }])),
    'too-large',
  )
  const many = Array.from({ length: 12_000 }, (_, at) => ({ name: `a${at}`, bytes: Buffer.from('x') }))
  assert.equal(await read('多.xlsx', zip(many)), 'too-large')
  assert.equal(await read('大.txt', Buffer.alloc(9_000_000)), 'too-large')
})

test('what is locked or broken says so, and the next file is read all the same', async () => {
  assert.equal(
    await read('加密.docx', Buffer.concat([Buffer.from('d0cf11e0a1b11ae1', 'hex'), Buffer.alloc(600)])),
    'encrypted',
  )
  assert.equal(await read('锁.docx', zip(docx(paragraph('x')).map((entry) => ({ ...entry, flags: 1 })))), 'encrypted')
  assert.equal(await read('空.docx', Buffer.alloc(0)), 'broken')
  assert.equal(await read('乱.xlsx', Buffer.from('PK\u0003\u0004 nothing')), 'broken')
  assert.equal(await read('没有字.xlsx', zip([{ name: 'a', bytes: Buffer.from('x') }])), 'broken')
  assert.equal((await reader.read({ blob: 'none', name: '不在.pdf' })).fault?.reason, 'missing')
  assert.deepEqual(await read('好.txt', Buffer.from('好')), { pages: ['好'], isCut: false })
})

/** A PDF of one page with this content; `trailer` says what else stands at its end. */
function pdf(content: Buffer, filter = '', trailer = ''): Buffer {
  const parts: Buffer[] = [Buffer.from('%PDF-1.7\n')]
  const places: number[] = []
  const put = (...bytes: (Buffer | string)[]) => void parts.push(...bytes.map((one) => Buffer.from(one)))
  const objects: (Buffer | string)[][] = [
    ['<< /Type /Catalog /Pages 2 0 R >>'],
    ['<< /Type /Pages /Kids [3 0 R] /Count 1 >>'],
    ['<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 5 0 R >> >> /Contents 4 0 R >>'],
    [`<< /Length ${content.length} ${filter} >>\nstream\n`, content, '\nendstream'],
    ['<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>'],
  ]
  for (const [at, object] of objects.entries()) {
    places.push(parts.reduce((sum, part) => sum + part.length, 0))
    put(`${at + 1} 0 obj\n`, ...object, '\nendobj\n')
  }
  const start = parts.reduce((sum, part) => sum + part.length, 0)
  const lines = places.map((place) => `${String(place).padStart(10, '0')} 00000 n \n`).join('')
  put(`xref\n0 6\n0000000000 65535 f \n${lines}trailer\n<< /Size 6 /Root 1 0 R ${trailer} >>\n`)
  put(`startxref\n${start}\n%%EOF\n`)
  return Buffer.concat(parts)
}
const words = (text: string) => `BT /F1 24 Tf 72 720 Td (${text}) Tj ET\n`

test('a PDF with a password is locked; without it the same file is read', async () => {
  const key = 'ab'.repeat(32)
  const lock = `/ID [<${key}> <${key}>] /Encrypt << /Filter /Standard /V 1 /R 2 /Length 40 /P -4 /O <${key}> /U <${key}> >>`
  assert.equal(await read('密.pdf', pdf(Buffer.from(words('Secret')), '', lock)), 'encrypted')
  assert.deepEqual(await read('明.pdf', pdf(Buffer.from(words('Plain')))), { pages: ['Plain'], isCut: false })
})

test('a PDF that unfolds to hundreds of megabytes ends nobody, and the next file is read', async () => {
  const bomb = deflateSync(Buffer.alloc(300_000_000, words('Again')), { level: 9 })
  assert.ok(bomb.length < 2_000_000)
  const outcome = await read('炸弹.pdf', pdf(bomb, '/Filter /FlateDecode'))
  if (typeof outcome === 'string') assert.match(outcome, /^(too-large|timeout|memory|broken)$/)
  else assert.ok(outcome.pages.join('').length <= READ_LIMITS.characters)
  assert.deepEqual(await read('好.txt', Buffer.from('好')), { pages: ['好'], isCut: false })
})

test('a PDF whose pages lead back to each other is read to an end', async () => {
  const round = pdf(Buffer.from(words('Round')))
    .toString('latin1')
    .replace('/Kids [3 0 R] /Count 1', '/Kids [2 0 R] /Count 9')
  const outcome = await read('圈.pdf', Buffer.from(round, 'latin1'))
  assert.ok(typeof outcome === 'string' || outcome.pages.length <= READ_LIMITS.pages, JSON.stringify(outcome))
  assert.deepEqual(await read('好.txt', Buffer.from('好')), { pages: ['好'], isCut: false })
})

test('what takes too long or too much memory is ended, and the next file is read', async () => {
  const nested = '<w:p>'.repeat(200_000)
  const outcome = await read('深.docx', zip(docx(nested)))
  assert.ok(typeof outcome === 'string', JSON.stringify(outcome))
  const hasty = createFileReader(blobs, { ...READ_LIMITS, milliseconds: 1 })
  files.set('慢.docx', zip(docx(paragraph('慢').repeat(20_000))))
  const { fault } = await hasty.read({ blob: '慢.docx', name: '慢.docx' })
  hasty.close()
  assert.equal(fault?.reason, 'timeout')
  assert.deepEqual(await read('好.txt', Buffer.from('好')), { pages: ['好'], isCut: false })
})
