/** A text file of the MS-DRG Definitions Manual, as CMS publishes it (public domain), without line ends. */
export interface TextFile {
  name: string
  lines: string[]
}

/** A line, trimmed at its end; `at` is its file and number. */
export interface Line {
  at: string
  text: string
}

/** A line's expected form, with the names of its groups. */
export type Pattern<Name extends string> = RegExp & { readonly names?: Name }

/**
 * The printed lines after the one that matches `start`, up to the one that matches `end`, without frames. Throws where
 * either is missing.
 */
export function between(file: TextFile, start: RegExp, end?: RegExp): Line[] {
  return sectionOf(file, start, end).filter(({ text }) => text !== '' && !/^[:|+=]/.test(text))
}

/** The same lines, as runs that empty lines part. */
export function blocks(file: TextFile, start: RegExp, end: RegExp): Line[][] {
  const runs: Line[][] = [[]]
  for (const line of sectionOf(file, start, end)) {
    if (line.text === '') runs.push([])
    else runs.at(-1)?.push(line)
  }
  return runs.filter((run) => run.length > 0)
}

function sectionOf(file: TextFile, start: RegExp, end?: RegExp): Line[] {
  const from = file.lines.findIndex((text) => start.test(text))
  if (from < 0) throw new SyntaxError(`${file.name}: no line like ${start}`)
  const to = end ? file.lines.findIndex((text, i) => i > from && end.test(text)) : file.lines.length
  if (to < 0) throw new SyntaxError(`${file.name}: no line like ${end} after line ${from + 1}`)
  return linesOf(file, from + 1, to)
}

export function linesOf({ name, lines }: TextFile, from = 0, to = lines.length): Line[] {
  return lines.slice(from, to).map((text, i) => ({ at: `${name}:${from + i + 1}`, text: text.trimEnd() }))
}

/** A row for each line that is no heading, made with the fields of the heading above it; undefined makes none. */
export function underHeadings<Name extends string, Row>(
  lines: Line[],
  heading: Pattern<Name>,
  rowOf: (heading: Record<Name, string>, line: Line) => Row | undefined,
): Row[] {
  let above: Record<Name, string> | undefined
  return lines.flatMap((line) => {
    if (heading.test(line.text)) {
      above = fields(line, heading)
      return []
    }
    if (!above) throw unexpected(line)
    return rowOf(above, line) ?? []
  })
}

/** A line's fields by name, trimmed; one that is not printed is empty. Throws where the line has another form. */
export function fields<Name extends string>(line: Line, pattern: Pattern<Name>): Record<Name, string> {
  const groups = pattern.exec(line.text)?.groups
  if (!groups) throw unexpected(line)
  return Object.fromEntries(Object.entries(groups).map(([name, value]) => [name, value?.trim() ?? ''])) as Record<
    Name,
    string
  >
}

export function unexpected(line: Line): SyntaxError {
  return new SyntaxError(`${line.at}: not a line that belongs here: "${line.text.trim().slice(0, 80)}"`)
}
