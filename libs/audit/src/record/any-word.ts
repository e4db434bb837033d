/** Any of the words, each a pattern, as a word of its own, in letters of either case; `then`: what follows it. */
export const anyWord = (words: readonly string[], then = ''): RegExp =>
  new RegExp(String.raw`\b(?:${words.join('|')})\b${then}`, 'i')
