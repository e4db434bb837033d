/** No further than this on either side: a note may be one sentence of a megabyte. */
const WINDOW = 300

/** The sentence around a place in a text. */
export function sentenceAround(text: string, start: number, end: number): string {
  const first = Math.max(0, start - WINDOW)
  const before = text.slice(first, start)
  const from = Math.max(before.lastIndexOf('. '), before.lastIndexOf('\n'), before.lastIndexOf(';'))
  const rest = /[.;](?:\s|$)|\n/.exec(text.slice(end, end + WINDOW))
  return text.slice(first + from + 1, end + (rest?.index ?? WINDOW))
}
