declare module 'opencc-js/dict/*' {
  /** Pairs "from to" with | between. */
  const pairs: string
  export default pairs
}
