import { rulesAbout } from '@claims-audit/audit'
import type { Knowledge } from '@claims-audit/audit'
import type { CodeEntry, Editions, NoteInForce } from '@claims-audit/code-sets'
import { dotted } from '@claims-audit/contracts'
import { familiesOfPrincipal, withWeights } from './drgs-reached.js'
import { editsOf, neverPrincipal } from './editor-words.js'
import type { DiagnosisGrouping, DiagnosisPage, PageNote, PairedCodes, SeventhCharacter, TitledCode } from './page.js'

type Own<K extends keyof DiagnosisPage> = Pick<DiagnosisPage, K>

/**
 * What is asked of a diagnosis, from the code outwards: itself, its notes, the payer's edits, DRGs, other codes, rules.
 */
export function diagnosisPage(
  entry: CodeEntry,
  date: string,
  editions: Editions,
  knowledge: Knowledge,
): Omit<DiagnosisPage, 'code' | 'title' | 'date' | 'edition' | 'status' | 'periods' | 'suggestion' | 'msDrgVersion'> {
  return {
    system: 'icd-10-cm',
    ...placeOf(entry, date, knowledge),
    ...notesOf(entry, date, editions, knowledge),
    edits: entry.valid ? editsOf(knowledge.codeSets.flags(entry.code, date)) : [],
    poaExempt: knowledge.poaExempt?.has(entry.code) ?? null,
    msDrg: entry.valid ? groupingOf(entry, date, editions.msDrg, knowledge) : null,
    rules: rulesAbout(entry.code, knowledge.rules).map(({ id, title }) => ({ id, title })),
  }
}

function placeOf(
  { code, parent, children, header, sevenths }: CodeEntry,
  date: string,
  { codeSets }: Knowledge,
): Own<'parent' | 'children' | 'siblings' | 'seventhCharacter'> {
  const titled = (other: string): TitledCode => ({
    code: dotted(other),
    title: codeSets.diagnosis(other, date)?.title ?? '',
  })
  const above = codeSets.diagnosis(parent ?? '', date)
  return {
    parent: parent === undefined ? null : titled(parent),
    children: children.map(titled),
    siblings: (above?.children ?? []).filter((each) => each !== code).map(titled),
    seventhCharacter: seventhOf(code, header, sevenths, above?.sevenths),
  }
}

/** The characters that a header's codes end in, or the meaning of a code's own beside the others. */
function seventhOf(
  code: string,
  header: boolean,
  own: CodeEntry['sevenths'],
  ofParent: CodeEntry['sevenths'],
): SeventhCharacter {
  if (own !== undefined) return { own: null, meanings: own, below: false }
  const all = code.length === 7 ? ofParent : undefined
  const character = code.slice(-1)
  const meaning = all?.[character]
  if (all !== undefined && meaning !== undefined) return { own: { character, meaning }, meanings: all, below: false }
  return { own: null, meanings: null, below: header }
}

const isBoilerplate = ({ at }: NoteInForce): boolean => /^CHAPTER |^[A-Z]\d[0-9A-Z]-/.test(at)

function notesOf(
  { code }: CodeEntry,
  date: string,
  { notes: notesFrom }: Editions,
  { codeSets }: Knowledge,
): Own<'inclusionTerms' | 'notesFrom' | 'notes' | 'namedBy'> {
  const notes = codeSets.notes(code, date)
  const ofTerms = notes.filter(({ type, inherited }) => type === 'inclusionTerm' && !inherited)
  return {
    inclusionTerms: ofTerms.map(({ text }) => text),
    notesFrom,
    notes: notes.filter(({ type }) => type !== 'inclusionTerm').map(pageNote),
    namedBy: codeSets.naming(code, date).map(pageNote),
  }
}

const pageNote = (note: NoteInForce): PageNote => ({
  type: note.type as PageNote['type'],
  at: note.at,
  inherited: note.inherited,
  text: note.text.replace(/^[\s,]+/, ''),
  isBoilerplate: isBoilerplate(note),
})

function groupingOf({ code }: CodeEntry, date: string, version: string, knowledge: Knowledge): DiagnosisGrouping {
  const { grouper, codeSets } = knowledge
  const number = grouper.codes.diagnosis(code)
  const { severity, mdc, hacs, aliveOnly } = grouper.diagnosis(number, version) ?? {}
  const never = neverPrincipal(codeSets.flags(code, date))
  return {
    severity: severity ?? null,
    aliveOnly: aliveOnly === true,
    hacs: [...(hacs ?? [])],
    excludedBy: severity === 'CC' || severity === 'MCC' ? pairedWith(number, 'secondary', version, knowledge) : null,
    neverPrincipal: never ?? null,
    asPrincipal:
      never !== undefined
        ? null
        : {
            mdc: mdc ?? null,
            families: familiesOfPrincipal(code, version, grouper).map((family) =>
              withWeights(family, version, grouper),
            ),
            cancels: pairedWith(number, 'principal', version, knowledge),
          },
  }
}

/** The categories of the codes that the CC exclusions pair with this one. */
function pairedWith(
  number: number,
  as: 'principal' | 'secondary',
  version: string,
  { grouper }: Knowledge,
): PairedCodes {
  const { codes } = grouper
  const paired = Array.from(codes.diagnosisKeys.keys()).filter((other) => {
    if (grouper.diagnosis(other, version) === undefined) return false
    return as === 'principal' ? grouper.excludes(number, other, version) : grouper.excludes(other, number, version)
  })
  return {
    codes: paired.length,
    categories: [...new Set(paired.map((other) => codes.diagnosisCode(other).slice(0, 3)))],
  }
}
