/** The id of the control for a place in the text: `/metadata/documentNumber` is `f-metadata-documentNumber`. */
export const fieldId = (pointer: string): string => `f${pointer.replaceAll('/', '-')}`

/** Brings a field into sight and puts the cursor into it; false where the screen has none for it. */
export function goToField(pointer: string): boolean {
  const parts = pointer.split('/')
  for (let length = parts.length; length > 1; length -= 1) {
    const id = fieldId(parts.slice(0, length).join('/'))
    const place = document.getElementById(id)
    if (!place) continue
    for (let fold = place.closest('details'); fold; fold = fold.parentElement?.closest('details') ?? null)
      fold.open = true
    const control = place.matches('input, textarea, select, [contenteditable], button')
      ? place
      : (place.querySelector<HTMLElement>('[contenteditable="true"]') ??
        place.querySelector<HTMLElement>('input:not([type="file"]), textarea, button'))
    control?.focus({ preventScroll: true })
    const { top, bottom } = place.getBoundingClientRect()
    if (top < 0 || top > innerHeight - 80)
      place.scrollIntoView({ block: bottom - top > innerHeight ? 'start' : 'center' })
    return true
  }
  return false
}
