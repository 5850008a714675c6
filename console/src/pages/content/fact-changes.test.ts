import assert from 'node:assert/strict'
import { test } from 'node:test'
import { factChanges } from './fact-changes.ts'

const words = {
  moment: (at: string) => at.slice(0, 16),
  yes: '是',
  no: '否',
  value: (_code: string, value: unknown) => (typeof value === 'string' ? value : ''),
  channel: (id: string) => `栏目${id}`,
}
const text = {
  title: '公租房分配实施细则',
  subtitle: '',
  summary: '',
  source: '市住房保障局',
  author: '',
  editor: '简小禾',
  keywords: ['公租房'],
  metadata: { writtenOn: '2026-11-16' },
  cover: null,
  files: [],
  placements: [],
  isPinned: false,
  visibleFrom: null,
  visibleUntil: null,
}

test('the same facts are no change', () => {
  assert.deepEqual(factChanges(text, { ...text }, words), [])
})

test('every kind of fact is told with both sides', () => {
  const after = {
    ...text,
    keywords: ['公租房', '分配'],
    metadata: { validUntil: '2031-12-19' },
    placements: ['7'],
    isPinned: true,
    visibleFrom: '2026-12-20T08:00:00+08:00',
  }
  assert.deepEqual(factChanges(text, after, words), [
    { field: 'keywords', before: '公租房', after: '公租房、分配' },
    { field: 'metadata.validUntil', before: '', after: '2031-12-19' },
    { field: 'metadata.writtenOn', before: '2026-11-16', after: '' },
    { field: 'placements', before: '', after: '栏目7' },
    { field: 'isPinned', before: '否', after: '是' },
    { field: 'visibleFrom', before: '', after: '2026-12-20T08:00' },
  ])
})

test('a file of the same name with other content is a change', () => {
  const file = (blob: string) => ({ blob: blob.repeat(64), name: '附件.pdf', mediaType: 'application/pdf', bytes: 1 })
  assert.equal(factChanges({ ...text, files: [file('a')] }, { ...text, files: [file('b')] }, words).length, 1)
})
