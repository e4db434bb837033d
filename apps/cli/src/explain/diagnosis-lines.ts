import type { DiagnosisPage, PageNote, PairedCodes } from '@claims-audit/code-pages'
import { familyLine } from './family-line.js'

const WORDS: Record<PageNote['type'], string> = {
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

/** A diagnosis, from the code outwards: itself, its notes, the payer's edits, DRGs, other codes, rules. */
export function diagnosisLines(page: DiagnosisPage, all: boolean): string[] {
  return [
    ...placeLines(page),
    ...noteLines(page, all),
    ...(page.status === 'billable' ? [...editorLines(page), ...drgLines(page)] : []),
    ...namedLines(page, all),
    ...page.rules.map(({ id, title }) => `Rule            ${id}: ${title}`),
  ]
}

/** Parent, codes below, siblings, 7th characters. */
function placeLines(page: DiagnosisPage): string[] {
  return [
    ...(page.parent === null ? [] : [`Under ${page.parent.code}  ${page.parent.title}`]),
    ...page.children.map(({ code, title }) => `  ${code}  ${title}`),
    ...(page.status === 'invalid' ? [] : [seventhLine(page)]),
    ...some(page.siblings.map(({ code, title }) => `${code}  ${title}`)).map(
      (sibling) => `${'Sibling'.padEnd(WIDTH)} ${sibling}`,
    ),
  ]
}

function seventhLine({ seventhCharacter: { own, meanings, below } }: DiagnosisPage): string {
  if (meanings === null) return below ? 'No 7th character of its own; see its codes' : 'No 7th character'
  const said = Object.entries(meanings)
    .map(([character, meaning]) => `${character} ${meaning}`)
    .join('; ')
  return own === null ? `7th character: ${said}` : `7th character ${own.character}: ${own.meaning} (others: ${said})`
}

/** The nearest notes first; those of section and chapter, which hold for hundreds of codes, are counted. */
function noteLines({ inclusionTerms, notesFrom, edition, notes }: DiagnosisPage, all: boolean): string[] {
  const folded = all ? [] : notes.filter(({ isBoilerplate }) => isBoilerplate)
  const places = [...new Set(folded.map(({ at }) => at))].join(' and ')
  return [
    `Inclusion terms: ${inclusionTerms.length === 0 ? 'the tabular list has none at this code' : inclusionTerms.join('; ')} (the Alphabetic Index is not loaded)`,
    ...(notesFrom === edition ? [] : [`Notes are those of ${notesFrom}, the nearest edition that is loaded`]),
    ...notes.filter((note) => !folded.includes(note)).map(noteLine),
    ...(folded.length === 0 ? [] : [`${folded.length} more notes stand at ${places}; --all prints them`]),
  ]
}

const noteLine = ({ type, at, inherited, text }: PageNote): string =>
  `${WORDS[type].padEnd(WIDTH)} ${at}${inherited ? ' (inherited)' : ''}: ${text}`

function editorLines({ edits, poaExempt }: DiagnosisPage): string[] {
  const exempt =
    poaExempt === null
      ? 'the list of exempt codes is not loaded (--poa-exempt)'
      : poaExempt
        ? 'exempt'
        : 'an indicator is needed'
  return [...edits.map((edit) => `Code editor: ${edit}`), `Present on admission: ${exempt}`]
}

function drgLines({ msDrg, msDrgVersion }: DiagnosisPage): string[] {
  if (msDrg === null) return []
  const { severity, aliveOnly, hacs, excludedBy, neverPrincipal, asPrincipal } = msDrg
  const conditions = [
    ...(aliveOnly ? ['for patients who left alive'] : []),
    ...hacs.map((hac) => `on the list of HAC ${hac}`),
  ]
  return [
    `As a secondary: ${[severity ?? 'unknown', ...conditions].join(', ')} (MS-DRG ${msDrgVersion})`,
    ...(excludedBy === null ? [] : [pairedLine('It counts for nothing beside a principal of', excludedBy)]),
    ...(asPrincipal === null
      ? [`As the principal: never; it is ${neverPrincipal}`]
      : [
          `As the principal: MDC ${asPrincipal.mdc === null ? '-' : String(asPrincipal.mdc).padStart(2, '0')}`,
          ...asPrincipal.families.flatMap(familyLine),
          pairedLine('As the principal it cancels CCs and MCCs of', asPrincipal.cancels),
        ]),
  ]
}

const pairedLine = (words: string, { codes, categories }: PairedCodes): string =>
  `${words} ${codes === 0 ? 'none' : `${codes} codes in ${some(categories).join(', ')}`}`

function namedLines({ namedBy }: DiagnosisPage, all: boolean): string[] {
  const lines = namedBy.map(({ at, type, text }) => `Named by ${at}: ${WORDS[type]} ${text}`)
  return all || lines.length <= SHOWN
    ? lines
    : [...lines.slice(0, SHOWN), `${lines.length - SHOWN} more notes name it; --all prints them`]
}

const some = (items: string[]): string[] => (items.length <= SHOWN ? items : [...items.slice(0, SHOWN), '…'])
