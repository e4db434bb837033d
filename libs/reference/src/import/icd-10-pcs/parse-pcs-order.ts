import { fields, linesOf, type Pattern } from '../definitions-manual/read/manual-lines.js'

/** A valid ICD-10-PCS code with its long title. */
export interface Procedure {
  code: string
  title: string
}

/**
 * Order number 1-5, code 7-13, flag 15 (0 a header, 1 a valid code), short title 17-76, long title from 78. PCS has no
 * letters I and O.
 */
const LINE: Pattern<'code' | 'title'> =
  /^\d{5} (?:(?<code>[0-9A-HJ-NP-Z]{7}) 1|(?=.{7} 0)[0-9A-HJ-NP-Z]{1,6} +0) .{60} (?<title>\S.*)$/

/**
 * Reads the valid codes of the order file that CMS publishes of each edition of ICD-10-PCS (public domain; fixed
 * width). Written from the published layout: no original was at hand. Throws SyntaxError where a line has another form,
 * a code is there twice, or none is.
 */
export function parsePcsOrder(file: string, text: string): Procedure[] {
  const lines = linesOf({ name: file, lines: text.split(/\r?\n/) }).filter((line) => line.text !== '')
  const first = new Map<string, string>()
  const procedures = lines.flatMap((line) => {
    const { code, title } = fields(line, LINE)
    if (code === '') return []
    if (first.has(code)) throw new SyntaxError(`${line.at}: ${code} is at ${first.get(code)} already`)
    first.set(code, line.at)
    return { code, title }
  })
  if (procedures.length === 0) throw new SyntaxError(`${file}: no valid code in it`)
  return procedures
}
