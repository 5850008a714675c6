declare module 'pg/lib/utils.js' {
  const utils: {
    /** The driver's own conversion of a value into what is sent. */
    prepareValue(value: unknown): string | Buffer | null
  }
  export default utils
}
