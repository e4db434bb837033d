import type { Instruction } from '@claims-audit/code-sets'
import { dotted, normalizeCode } from '@claims-audit/contracts'
import { mentionsOf } from '../../record/facts.js'
import { evidenceOf, NO_CHANGE } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { onNotes } from '../../record/notes-edition.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { countedFor, phrasesFor } from './additional/additional.js'
import type { Additional, Reading } from './additional/additional.js'
import { CONDITIONS } from './additional/conditions.js'
import { HEART_FAILURE } from './additional/heart-failure.js'
import { KIDNEY_STAGE } from './additional/kidney-stage.js'
import { MEASURES } from './additional/measures.js'
import { ORGANISMS } from './additional/organisms.js'
import { ULCERS } from './additional/ulcers.js'

const ADDITIONAL: Additional[] = [...CONDITIONS, HEART_FAILURE, KIDNEY_STAGE, ORGANISMS, ULCERS, ...MEASURES]

/** What a billed code's note asks for and no code of the claim carries. */
interface Asked {
  wanted: Additional
  code: string
  note: Instruction
}

/**
 * "Use additional code" notes whose condition the record establishes, and no code of the claim carries (Guidelines
 * I.A.13, I.A.17 and I.B.7): each condition once. The record is read for words of its own only where a note asks.
 */
export function useAdditional(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  const asked = ADDITIONAL.flatMap((wanted) => askedFor(wanted, record) ?? [])
  const phrases = [...new Set(asked.flatMap(({ wanted }) => phrasesFor(wanted, record)))]
  const read = phrases.length === 0 ? [] : record.readFor(phrases)
  return asked.flatMap(({ wanted, code, note }) =>
    wanted
      .read(countedFor(wanted, read, record), record)
      .filter((reading) => isAsked(reading, note, wanted, code) && isUncarried(reading, record))
      .map((reading) => matchOf(code, note, reading, record)),
  )
}

/** The first billed code whose note asks for it. A billed code of its family says how the coder read the record. */
function askedFor(wanted: Additional, record: RecordUnderAudit): Asked | undefined {
  const { codeSets, date, billed } = record
  if (wanted.family !== '' && billed.some((code) => code.startsWith(wanted.family))) return undefined
  if (wanted.inPregnancy === false && billed.some((code) => code.startsWith('O'))) return undefined
  for (const code of billed) {
    if (wanted.isFor?.(code, record) === false) continue
    const note = codeSets.useAdditional(code, date).find((instruction) => asks(instruction, wanted, code))
    if (note !== undefined) return { wanted, code, note }
  }
  return undefined
}

const FIRST = ['', '0', '1', '5', '6']

/** A family is asked for where its first codes are; a note without codes, by its place. */
const asks = (instruction: Instruction, { at, family, asked }: Additional, self: string): boolean =>
  at === undefined
    ? (asked ?? FIRST.map((next) => family + next)).some((code) => instruction.names(code, self))
    : instruction.at === at

/** A note on some codes of a family asks for these; of a category left open it may ask. */
const isAsked = ({ code }: Reading, note: Instruction, { at }: Additional, self: string): boolean =>
  at !== undefined || !code.includes('.') || note.names(normalizeCode(code), self)

/** Neither the code nor one that an Excludes1 note sets against it is billed. */
function isUncarried({ code }: Reading, { billed, codeSets, date }: RecordUnderAudit): boolean {
  const prefix = normalizeCode(code)
  return !billed.some((other) => other.startsWith(prefix) || codeSets.excludes1(prefix, other, date) !== undefined)
}

function matchOf(
  code: string,
  { at, text }: Instruction,
  { code: carrier, facts }: Reading,
  record: RecordUnderAudit,
): Match {
  const complete = record.codeSets.diagnosis(normalizeCode(carrier), record.date)?.valid === true
  const said = mentionsOf(facts)
  return {
    codes: [dotted(code)],
    target: [carrier],
    values: {
      code: dotted(code),
      at,
      note: text,
      said: said[0]?.text ?? '',
      carrier: complete ? carrier : `a code of ${carrier}`,
    },
    evidence: evidenceOf(said),
    proposal: complete ? { ...NO_CHANGE, add: [{ code: carrier, role: 'secondary' }] } : NO_CHANGE,
    ...onNotes(record, 'correct'),
  }
}
