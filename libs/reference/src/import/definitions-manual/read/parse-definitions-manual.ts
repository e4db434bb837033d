import type { DefinitionsManual, ManualRow } from '../definitions-manual.js'
import {
  between,
  blocks,
  fields,
  linesOf,
  underHeadings,
  unexpected,
  type Line,
  type Pattern,
  type TextFile,
} from './manual-lines.js'
import { parseDrgLogic } from './parse-drg-logic.js'

/** The files of one version that tables are made of: appendix_A.txt, _B, _C, _D_E, and _F_I (before 41.0: _F_J). */
export interface ManualText {
  a: TextFile
  b: TextFile
  c: TextFile
  de: TextFile
  f: TextFile
  /** mdcs_00_07.txt and those that follow. */
  logic: TextFile[]
}

/**
 * All tables of a version. Throws SyntaxError, with file and line, where the text is not as known: nothing is guessed,
 * nothing skipped.
 */
export function parseDefinitionsManual({ a, b, c, de, f, logic }: ManualText): DefinitionsManual {
  return {
    drg: parseDrgs(a),
    'dx-mdc-drg': parseDiagnosisIndex(b),
    ...parseCcExclusions(c),
    'cc-alive-only': parseAliveOnly(c),
    'cc-drg-suppression': parseDrgSuppression(c),
    'surgical-hierarchy': parseSurgicalHierarchy(de),
    'or-procedures': parseProcedureIndex(de),
    'procedure-clusters': parseClusterIndex(de),
    'nonor-combinations': parseNonOrCombinations(de),
    'mdc14-procedures': parseMdc14Procedures(de),
    'non-extensive-procedures': parseNonExtensive(f),
    hac: parseHacs(f),
    ...parseDrgLogic(logic),
  }
}

/** The version that Appendix A says it is of: `43.1`. */
export function versionOfManual(a: TextFile): string {
  const title: Pattern<'version'> = /List of MS-DRGs Version (?<version>\d+\.\d+)/
  const line = linesOf(a).find(({ text }) => title.test(text))
  if (!line) throw new SyntaxError(`${a.name}: no title "List of MS-DRGs Version …"`)
  return fields(line, title).version
}

const CODE_AND_TITLE: Pattern<'code' | 'title'> = /^ +(?<code>[0-9A-Z]{3,7}) +(?<title>\S.*)$/
const PROCEDURE: Pattern<'code' | 'star' | 'title'> = /^ *(?<code>[0-9A-Z]{7})(?<star>\*?) +(?<title>\S.*)$/
const MDC_AND_DRGS = String.raw`(?<mdc>Pre|\d\d) +(?<drgs>\d{3}(?:[-,]\d{3})*)`

/** Appendix A. */
export function parseDrgs(file: TextFile): ManualRow<'drg'>[] {
  const row: Pattern<'drg' | 'mdc' | 'type' | 'title'> =
    /^(?<drg>\d{3}) (?<mdc>\d\d| {2}) {2}(?<type>[MP ]) {2}(?<title>\S.*)$/
  return between(file, /^DRG MDC MS Description/).map((line) => fields(line, row))
}

/** Appendix B. A line without a code goes on with the code above it; its title is empty. */
export function parseDiagnosisIndex(file: TextFile): ManualRow<'dx-mdc-drg'>[] {
  const row: Pattern<'code' | 'mdc' | 'drgs' | 'title'> = new RegExp(
    `^ (?<code>[0-9A-Z]{3,7}|) +${MDC_AND_DRGS} *(?<title>\\S.*|)$`,
  )
  const rows: ManualRow<'dx-mdc-drg'>[] = []
  for (const line of between(file, /^ I10 Dx +MDC DRG\(s\)/)) {
    const { code, mdc, drgs, title } = fields(line, row)
    rows.push({ code: code || rowAbove(rows, line).code, mdc, drgs, title })
  }
  return rows
}

const PART_2 = /^Appendix C Part 2:/
const PART_3 = /^Appendix C Part 3:/

/**
 * Appendix C, part 1: the levels, then the collections they name. Throws where a collection has not as many codes as
 * its users say.
 */
export function parseCcExclusions(file: TextFile): Pick<DefinitionsManual, 'cc-mcc' | 'cc-exclusion-pdx'> {
  const row: Pattern<'code' | 'level' | 'collection' | 'count' | 'title'> =
    /^ (?<code>[0-9A-Z]{3,7}) +(?<level>M?CC) +(?:\d\d(?:,\d\d)* +)?(?:(?<collection>\d{4}):(?<count>[\d,]+) codes?|No Excl) +(?<title>\S.*)$/
  const lines = between(file, /^ I10 Dx +Lev/, PART_2)
  const first = lines.findIndex(({ text }) => text.startsWith('PDX collection'))
  const levels = lines.slice(0, first).map((line) => {
    const { code, level, collection, count, title } = fields(line, row)
    return { code, level, pdx_collection: collection, n_pdx: count.replace(',', '') || '0', title }
  })
  const heading: Pattern<'pdx_collection'> = /^PDX collection (?<pdx_collection>\d{4})$/
  const principals = underHeadings(lines.slice(first), heading, ({ pdx_collection }, line) => ({
    pdx_collection,
    pdx_code: fields(line, CODE_AND_TITLE).code,
  }))
  const sizes = Map.groupBy(principals, (principal) => principal.pdx_collection)
  for (const { code, pdx_collection, n_pdx } of levels) {
    const size = sizes.get(pdx_collection)?.length ?? 0
    if (size !== Number(n_pdx))
      throw new SyntaxError(
        `${file.name}: ${code} is said to be cancelled by ${n_pdx} codes, but collection ${pdx_collection} has ${size}`,
      )
  }
  return { 'cc-mcc': levels, 'cc-exclusion-pdx': principals }
}

/** Appendix C, part 2. */
export function parseAliveOnly(file: TextFile): ManualRow<'cc-alive-only'>[] {
  return between(file, PART_2, PART_3).map((line) => fields(line, CODE_AND_TITLE))
}

/** Appendix C, part 3. */
export function parseDrgSuppression(file: TextFile): ManualRow<'cc-drg-suppression'>[] {
  const heading: Pattern<'mdc' | 'drgs' | 'class'> = /^MDC (?<mdc>\d\d) DRGs (?<drgs>\d{3}(?:-\d{3})?) (?<class>\S.*)$/
  return underHeadings(between(file, PART_3), heading, (group, line) => ({
    ...group,
    code: fields(line, CODE_AND_TITLE).code,
  }))
}

const APPENDIX_E = /^Appendix E Operating Room Procedures/
const CLUSTER_INDEX = /^Procedure Cluster\/MS-DRG Index/
const PART_3_OF_E = /^Appendix E Part 3:/
const PART_4_OF_E = /^Appendix E Part 4:/

/** Appendix D, which begins with prose. */
export function parseSurgicalHierarchy(file: TextFile): ManualRow<'surgical-hierarchy'>[] {
  const heading: Pattern<'mdc' | 'name'> = /^MDC (?<mdc>\d\d) (?<name>\S.*)$/
  const row: Pattern<'drgs' | 'class'> = /^ {2}(?<drgs>\d{3}(?:-\d{3})?) +(?<class>\S.*)$/
  const lines = between(file, /Appendix D MS-DRG Surgical Hierarchy/, APPENDIX_E)
  const ranks = new Map<string, number>()
  return underHeadings(lines.slice(lines.findIndex(({ text }) => heading.test(text))), heading, ({ mdc }, line) => {
    ranks.set(mdc, (ranks.get(mdc) ?? 0) + 1)
    return { mdc, rank: `${ranks.get(mdc)}`, ...fields(line, row) }
  })
}

/**
 * Appendix E, procedure index. A line without a code goes on with the code above it; a code that is used in clusters
 * only has no MDC.
 */
export function parseProcedureIndex(file: TextFile): ManualRow<'or-procedures'>[] {
  const row: Pattern<'code' | 'star' | 'plus' | 'mdc' | 'drgs' | 'category'> = new RegExp(
    `^ {2}(?<code>[0-9A-Z]{7}|)(?<star>\\*?)(?<plus>\\+?) +(?:${MDC_AND_DRGS} *(?<category>\\S.*|)|Code only used in clusters)$`,
  )
  const rows: ManualRow<'or-procedures'>[] = []
  for (const line of between(file, /^ +CODE +MDC MS-DRG/, CLUSTER_INDEX)) {
    const { code, star, plus, mdc, drgs, category } = fields(line, row)
    const marks =
      code === '' ? rowAbove(rows, line) : { code, is_or: star ? '0' : '1', in_cluster: plus ? '1' : '0', section: '1' }
    rows.push({ ...marks, mdc, drgs, surgical_category: category })
  }
  return rows
}

/**
 * Appendix E, cluster index: the codes of a combination in one column, its MDC and DRGs in the next; an empty line ends
 * it. A line of words or with one code begins a choice (`0SPC0JZ`, `and 0SRC0J9`, `One of`, `with one of`); codes that
 * are set in belong to the one above. 42.0 and 42.1 print two rows of no codes, which are passed over.
 */
export function parseClusterIndex(file: TextFile): ManualRow<'procedure-clusters'>[] {
  const row: Pattern<'choice' | 'code' | 'mdc' | 'drgs' | 'category'> = new RegExp(
    `^ {2}(?: {2}(?=\\S)|(?<choice>One of|with one of|and |))(?<code>[0-9A-Z]{7}|) *(?:${MDC_AND_DRGS} *(?<category>\\S.*|)|)$`,
  )
  return blocks(file, /^ CODE COMBINATION +MDC MS-DRG/, PART_3_OF_E).flatMap((block) => {
    const choices: string[][] = []
    const rows: Omit<ManualRow<'procedure-clusters'>, 'codes'>[] = []
    for (const line of block) {
      const { choice, code, mdc, drgs, category } = fields(line, row)
      const inset = /^ {4}\S/.test(line.text)
      if (!inset && (choice !== '' || code !== '')) choices.push([])
      if (code !== '') choices.at(-1)?.push(code)
      if (mdc !== '') rows.push({ mdc, drgs, surgical_category: category })
    }
    const codes = choices.map((choice) => choice.join(',')).join('+')
    return codes === '' ? [] : rows.map((row) => ({ codes, ...row }))
  })
}

/** Appendix E, part 3. */
export function parseNonOrCombinations(file: TextFile): ManualRow<'nonor-combinations'>[] {
  const other: Pattern<'code'> = /^ +and (?<code>[0-9A-Z]{7}) +\S/
  return blocks(file, PART_3_OF_E, PART_4_OF_E).map(([first, second, third]) => {
    if (!first || !second || third) throw new SyntaxError(`${third?.at ?? first?.at}: not a pair of procedures`)
    return { code1: fields(first, CODE_AND_TITLE).code, code2: fields(second, other).code }
  })
}

/** Appendix E, part 4. */
export function parseMdc14Procedures(file: TextFile): ManualRow<'mdc14-procedures'>[] {
  const lines = between(file, PART_4_OF_E).filter(({ text }) => text !== 'NON-OPERATING ROOM PROCEDURES')
  return lines.map((line) => fields(line, PROCEDURE)).map(({ code, star }) => ({ code, is_or: star ? '0' : '1' }))
}

/** Appendix F, the list under DRG 989. */
export function parseNonExtensive(file: TextFile): ManualRow<'non-extensive-procedures'>[] {
  const lines = between(file, /^DRG 989 /, /Appendix G /).filter(
    ({ text }) => text !== 'ONLY OPERATING ROOM PROCEDURES',
  )
  return lines.map((line) => ({ code: fields(line, PROCEDURE).code }))
}

/**
 * The HAC appendix: under each HAC lists of diagnoses, which have a level unless they are principals, and of
 * procedures.
 */
export function parseHacs(file: TextFile): ManualRow<'hac'>[] {
  const heading: Pattern<'hac' | 'title'> = /^HAC (?<hac>\d\d): +(?<title>\S.*)$/
  const diagnosis: Pattern<'code' | 'level' | 'title'> = /^ {2}(?<code>[0-9A-Z]{3,7}) +(?<level>M?CC) +(?<title>\S.*)$/
  let list = ''
  return underHeadings(between(file, /Hospital Acquired Conditions \(HACs\) List/), heading, (hac, line) => {
    if (/^[A-Z][A-Z ,-]+$/.test(line.text)) {
      list = line.text
      return undefined
    }
    const levelled = !list.includes('PROCEDURES') && !list.startsWith('PRINCIPAL')
    const { code, title } = levelled
      ? fields(line, diagnosis)
      : list.includes('PROCEDURES')
        ? fields(line, PROCEDURE)
        : fields(line, CODE_AND_TITLE)
    return { ...hac, list, code, level: levelled ? fields(line, diagnosis).level : '', title_code: title }
  })
}

function rowAbove<Row>(rows: Row[], line: Line): Row {
  const row = rows.at(-1)
  if (!row) throw unexpected(line)
  return row
}
