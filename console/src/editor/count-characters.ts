const UNITS = /[A-Za-z0-9À-ɏ][A-Za-z0-9À-ɏ'’._%-]*|\S/gu

/** 字数 as writers count it: every Chinese character and mark, every Latin word or number once, no blanks. */
export function countCharacters(text: string): number {
  return text.match(UNITS)?.length ?? 0
}
