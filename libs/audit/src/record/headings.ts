import { onceFor } from '../knowledge/once-for.js'

/** Each document's text, by its id. */
export type Texts = ReadonlyMap<string, string>

/** A heading of a document; its own text goes from `end` to the `start` of the next. */
export interface Heading {
  name: string
  start: number
  end: number
}

const HEADING =
  /(?:^|\n|[.;]\s+)[ \t]*(?:\d+[.)]\s*)?((?:[A-Z][A-Za-z/&']*)(?:[ ,/&-]+[A-Za-z/&'()]+){0,5})[ \t]*(?::|(?=\n))/g

/** Whatever looks like a heading, by document: a long note is asked about at each of its mentions. */
export const headingsOf = onceFor(
  (texts: Texts) => new Map([...texts].map(([documentId, text]) => [documentId, headingsIn(text)])),
)

const headingsIn = (text: string): Heading[] =>
  [...text.matchAll(HEADING)].map(({ 0: whole, 1: name = '', index }) => ({
    name,
    start: index,
    end: index + whole.length,
  }))
