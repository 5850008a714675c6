/** A small choice kept on this device; in a private window it lasts as long as the page. */
const memory = new Map<string, string>()

export function kept(name: string): string | null {
  try {
    return localStorage.getItem(name) ?? memory.get(name) ?? null
  } catch {
    return memory.get(name) ?? null
  }
}

export function keep(name: string, value: string): void {
  memory.set(name, value)
  try {
    localStorage.setItem(name, value)
  } catch {
    // Storage is full or forbidden: the memory above serves this page.
  }
}
