/** Is this the address of a page, with or without what a browser puts before it, rather than words of a title? */
export const isAddress = (text: string): boolean => /^((https?:)?\/\/|([a-z0-9-]+\.)+[a-z]{2,}(:\d+)?\/)/i.test(text)
