/**
 * Text as every store can hold it: NUL and lone surrogates, which Postgres refuses, become U+FFFD, one code unit for
 * one, so that offsets stay exact.
 */
export const storable = (text: string): string =>
  text.isWellFormed() && !text.includes('\0') ? text : text.toWellFormed().replaceAll('\0', '\ufffd')
