/**
 * Markup that has been through the sanitiser. The filter `html` prints only this and escapes everything else, so a
 * template cannot turn a plain field into markup by mistake.
 */
export class SafeHtml {
  readonly #markup: string

  constructor(sanitisedMarkup: string) {
    this.#markup = sanitisedMarkup
  }

  toString(): string {
    return this.#markup
  }
}
