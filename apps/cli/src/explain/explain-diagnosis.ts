import { rulesAbout } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import type { CodeEntry, Editions, NoteInForce, NoteType } from '@claims-audit/code-sets'
import { dotted } from '@claims-audit/contracts'
import { familiesOfPrincipal, type Family } from './drgs-reached.js'
import { editsOf, neverPrincipal } from './editor-words.js'

const WORDS: Record<Exclude<NoteType, 'inclusionTerm'>, string> = {
  includes: 'Includes',
  excludes1: 'Excludes1',
  excludes2: 'Excludes2',
  codeFirst: 'Code first',
  useAdditional: 'Use additional',
  codeAlso: 'Code also',
  notes: 'Note',
}
const WIDTH = 'Use additional'.length
/** More would not be read. */
const SHOWN = 15

/** The lines that a coder asks of a diagnosis, from the code outwards: itself, its notes, the payer's edits, DRGs, other codes, rules. */
export function explainDiagnosis(
  entry: CodeEntry,
  date: string,
  editions: Editions,
  knowledge: Knowledge,
  all: boolean,
): string[] {
  return [
    ...placeLines(entry, date, knowledge),
    ...noteLines(entry, date, editions, knowledge, all),
    ...(entry.valid
      ? [...editorLines(entry, date, knowledge), ...drgLines(entry, editions.msDrg, knowledge, date)]
      : []),
    ...namedLines(entry, date, knowledge, all),
    ...rulesAbout(entry.code, knowledge.rules).map(({ id, title }) => `Rule            ${id}: ${title}`),
  ]
}

/** Parent, codes below, siblings, 7th characters. */
function placeLines(
  { code, parent, children, valid, header, ...entry }: CodeEntry,
  date: string,
  { codeSets }: Knowledge,
): string[] {
  const titled = (other: string): string => `${dotted(other)}  ${codeSets.diagnosis(other, date)?.title ?? ''}`
  const above = codeSets.diagnosis(parent ?? '', date)
  const siblings = (above?.children ?? []).filter((each) => each !== code)
  return [
    ...(parent === undefined ? [] : [`Under ${titled(parent)}`]),
    ...children.map((child) => `  ${titled(child)}`),
    ...(valid || header ? [seventhOf({ code, header, sevenths: entry.sevenths }, above)] : []),
    ...listed('Sibling', siblings.map(titled)),
  ]
}

/** The characters that a header's codes end in, the meaning of a code's own with the others, or that it takes none. */
function seventhOf(
  { code, header, sevenths }: Pick<CodeEntry, 'code' | 'header'> & { sevenths: CodeEntry['sevenths'] | undefined },
  parent: CodeEntry | undefined,
): string {
  const meanings = (of: Record<string, string>): string =>
    Object.entries(of)
      .map(([character, meaning]) => `${character} ${meaning}`)
      .join('; ')
  if (sevenths !== undefined) return `7th character: ${meanings(sevenths)}`
  const all = code.length === 7 ? parent?.sevenths : undefined
  const own = all?.[code.slice(-1)]
  if (all !== undefined && own !== undefined)
    return `7th character ${code.slice(-1)}: ${own} (others: ${meanings(all)})`
  return header ? 'No 7th character of its own; see its codes' : 'No 7th character'
}

const isBoilerplate = ({ at }: NoteInForce): boolean => /^CHAPTER |^[A-Z]\d[0-9A-Z]-/.test(at)

/** The nearest notes first; those of section and chapter, which hold for hundreds of codes, are counted. */
function noteLines(
  entry: CodeEntry,
  date: string,
  { icd10, notes: served }: Editions,
  { codeSets }: Knowledge,
  all: boolean,
): string[] {
  const notes = codeSets.notes(entry.code, date)
  const terms = notes.filter(({ type, inherited }) => type === 'inclusionTerm' && !inherited).map(({ text }) => text)
  const others = notes.filter(({ type }) => type !== 'inclusionTerm')
  const folded = all ? [] : others.filter(isBoilerplate)
  return [
    `Inclusion terms: ${terms.length === 0 ? 'the tabular list has none at this code' : terms.join('; ')} (the Alphabetic Index is not loaded)`,
    ...(served === icd10 ? [] : [`Notes are those of ${served}, the nearest edition that is loaded`]),
    ...others.filter((note) => !folded.includes(note)).map(noteLine),
    ...(folded.length === 0
      ? []
      : [
          `${folded.length} more notes stand at ${[...new Set(folded.map(({ at }) => at))].join(' and ')}; --all prints them`,
        ]),
  ]
}

const noteLine = ({ type, at, inherited, text }: NoteInForce): string =>
  `${WORDS[type as keyof typeof WORDS].padEnd(WIDTH)} ${at}${inherited ? ' (inherited)' : ''}: ${text.replace(/^[\s,]+/, '')}`

function editorLines({ code }: CodeEntry, date: string, { codeSets, poaExempt }: Knowledge): string[] {
  const exempt =
    poaExempt === undefined
      ? 'the list of exempt codes is not loaded (--poa-exempt)'
      : poaExempt.has(code)
        ? 'exempt'
        : 'an indicator is needed'
  return [
    ...editsOf(codeSets.flags(code, date)).map((edit) => `Code editor: ${edit}`),
    `Present on admission: ${exempt}`,
  ]
}

function drgLines({ code }: CodeEntry, version: string, knowledge: Knowledge, date: string): string[] {
  const { grouper, codeSets } = knowledge
  const number = grouper.codes.diagnosis(code)
  const { severity, mdc, hacs, aliveOnly } = grouper.diagnosis(number, version) ?? {}
  const conditions = [
    ...(aliveOnly ? ['for patients who left alive'] : []),
    ...(hacs ?? []).map((hac) => `on the list of HAC ${hac}`),
  ]
  const never = neverPrincipal(codeSets.flags(code, date))
  return [
    `As a secondary: ${[severity ?? 'unknown', ...conditions].join(', ')} (MS-DRG ${version})`,
    ...(severity === 'CC' || severity === 'MCC'
      ? [exclusionLine('It counts for nothing beside a principal of', number, 'secondary', version, knowledge)]
      : []),
    ...(never === undefined
      ? [
          `As the principal: MDC ${mdc === undefined ? '-' : String(mdc).padStart(2, '0')}`,
          ...familiesOfPrincipal(code, version, grouper).flatMap((family) => familyLine(family, version, knowledge)),
          exclusionLine('As the principal it cancels CCs and MCCs of', number, 'principal', version, knowledge),
        ]
      : [`As the principal: never; it is ${never}`]),
  ]
}

const HOW: Record<Family['by'], string> = {
  medical: 'without an operation',
  procedure: 'with a procedure',
  'any principal': '',
}

/** One line a family; those that every principal reaches are left out. */
export function familyLine(
  { drgs, title, by }: Family,
  version: string,
  { grouper }: Pick<Knowledge, 'grouper'>,
): string[] {
  if (by === 'any principal') return []
  const weights = drgs.flatMap((drg) => grouper.weight(drg, version)?.weight ?? [])
  return [
    `  ${drgs.join(', ')}  ${title} (${HOW[by]}${weights.length === drgs.length ? `; weight ${weights.join(', ')}` : ''})`,
  ]
}

/** The categories of the codes that the CC exclusions pair with this one. */
function exclusionLine(
  words: string,
  number: number,
  as: 'principal' | 'secondary',
  version: string,
  { grouper }: Knowledge,
): string {
  const { codes } = grouper
  const paired = Array.from(codes.diagnosisKeys.keys()).filter((other) => {
    if (grouper.diagnosis(other, version) === undefined) return false
    return as === 'principal' ? grouper.excludes(number, other, version) : grouper.excludes(other, number, version)
  })
  const categories = [...new Set(paired.map((other) => codes.diagnosisCode(other).slice(0, 3)))]
  return `${words} ${categories.length === 0 ? 'none' : `${paired.length} codes in ${some(categories).join(', ')}`}`
}

/** Notes of other codes that name this one, the narrowest first. */
function namedLines({ code }: CodeEntry, date: string, { codeSets }: Knowledge, all: boolean): string[] {
  const notes = codeSets.naming(code, date)
  const lines = notes.map(
    (note) => `Named by ${note.at}: ${WORDS[note.type as keyof typeof WORDS]} ${note.text.replace(/^[\s,]+/, '')}`,
  )
  return all || lines.length <= SHOWN
    ? lines
    : [...lines.slice(0, SHOWN), `${lines.length - SHOWN} more notes name it; --all prints them`]
}

const some = (items: string[]): string[] => (items.length <= SHOWN ? items : [...items.slice(0, SHOWN), '…'])
const listed = (name: string, items: string[]): string[] => some(items).map((item) => `${name.padEnd(WIDTH)} ${item}`)
