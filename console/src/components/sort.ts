/** Sorts stand in the address as `title` (upwards) or `-title` (downwards). */
export function sortOf(sort: string | undefined, name: string): 'ascending' | 'descending' | undefined {
  if (sort === name) return 'ascending'
  return sort === `-${name}` ? 'descending' : undefined
}

/** What a click on a column's head asks for. */
export function nextSort(sort: string | undefined, name: string, isDescendingFirst: boolean): string {
  const now = sortOf(sort, name)
  if (now === undefined) return isDescendingFirst ? `-${name}` : name
  return now === 'ascending' ? `-${name}` : name
}
