import type { Reader as Choices } from './model.ts'

/**
 * Where a page is kept: `scheme://host[:port]|/path|choices`. The path is decoded, so that one page has one key however its
 * address is written; choices are empty for the page as most see it.
 */
export type PageAddress = { origin: string; path: string; choices: Choices }

export const STANDARD: Choices = { view: 'standard', contrast: 'standard', text: 'standard' }

export function pageKey({ origin, path, choices }: PageAddress): string {
  return `${origin}|${path}|${choicesText(choices)}`
}

export function addressOf(key: string): PageAddress {
  const end = key.indexOf('|')
  const last = key.lastIndexOf('|')
  const chosen = key.slice(last + 1)
  return {
    origin: key.slice(0, end),
    path: key.slice(end + 1, last),
    choices: {
      view: chosen.includes('e') ? 'elder' : 'standard',
      contrast: chosen.includes('h') ? 'high' : 'standard',
      text: chosen.includes('l') ? 'large' : 'standard',
    },
  }
}

function choicesText({ view, contrast, text }: Choices): string {
  return `${view === 'elder' ? 'e' : ''}${contrast === 'high' ? 'h' : ''}${text === 'large' ? 'l' : ''}`
}

/** A path with bad escapes is kept as it came: it leads to a 404 page, not to a fault. */
export function decodedPath(path: string): string {
  if (!path.includes('%') && !path.includes('\0')) return path
  try {
    return decodeURIComponent(path).replaceAll('\0', '')
  } catch {
    return path
  }
}
