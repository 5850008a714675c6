/** Saved views of the list: the word in the address, and what it asks the server for. */
export const views = {
  all: {},
  mine: { mine: 'true' },
  draft: { state: 'draft' },
  submitted: { state: 'submitted' },
  returned: { state: 'returned' },
  approved: { state: 'approved' },
  scheduled: { scheduled: 'true' },
  released: { state: 'released' },
  withdrawn: { state: 'withdrawn' },
  bin: { deleted: 'true' },
} as const

export type ViewName = keyof typeof views

export const viewNames: readonly ViewName[] = [
  'all',
  'mine',
  'draft',
  'submitted',
  'returned',
  'approved',
  'scheduled',
  'released',
  'withdrawn',
  'bin',
]

export const viewOf = (word: string): ViewName => viewNames.find((name) => name === word) ?? 'all'

export const sorts = ['-updatedAt', 'updatedAt', '-releasedAt', 'releasedAt'] as const

export const sortFrom = (word: string): (typeof sorts)[number] => sorts.find((sort) => sort === word) ?? '-updatedAt'
