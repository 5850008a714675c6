/** The one root of a tree, which then stands open: where there are several, none is. */
export function soleOf(roots: readonly { id: string }[] | undefined): readonly string[] {
  const [first] = roots ?? []
  return first && roots?.length === 1 ? [first.id] : []
}
