import type { Knowledge } from '@claims-audit/audit'
import type { CodeEntry } from '@claims-audit/code-sets'
import { familiesOfProcedure } from './drgs-reached.js'
import { familyLine } from './explain-diagnosis.js'
import { charactersOf } from './procedure-characters.js'

const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** More would not be read. */
const SHOWN = 8

/** The lines that a coder asks of a procedure: its characters, the codes beside it, whether it is one of the operating room, its DRGs. */
export function explainProcedure(entry: CodeEntry, date: string, version: string, knowledge: Knowledge): string[] {
  const { grouper } = knowledge
  const grouped = grouper.procedure(grouper.codes.procedure(entry.code), version)
  return [
    ...charactersOf(entry.code),
    ...siblingLines(entry.code, date, knowledge),
    grouped === undefined
      ? `MS-DRG ${version} does not know it`
      : `${grouped.operatingRoom ? 'An operating-room procedure' : 'Not an operating-room procedure'} (MS-DRG ${version})`,
    ...(grouped === undefined ? [] : drgLines(entry.code, version, knowledge)),
  ]
}

/** Valid codes that differ in one character, by character, with what differs in their titles. */
function siblingLines(code: string, date: string, { codeSets }: Knowledge): string[] {
  return [...code].flatMap((own, at) => {
    const others = [...CHARACTERS]
      .filter((character) => character !== own)
      .map((character) => code.slice(0, at) + character + code.slice(at + 1))
    const valid = others.flatMap((other) => {
      const entry = codeSets.procedure(other, date)
      return entry?.valid === true ? [entry] : []
    })
    if (at < FIRST_OF_TABLE || valid.length === 0) return []
    const shown = valid.slice(0, SHOWN).map((entry) => `    ${entry.code}  ${entry.title}`)
    return [
      `  Other values of character ${at + 1}:`,
      ...shown,
      ...(valid.length > SHOWN ? [`    and ${valid.length - SHOWN} more`] : []),
    ]
  })
}

/** The first three characters name a table; what differs in them is another operation. */
const FIRST_OF_TABLE = 3

/** One principal diagnosis of each MDC stands for all. */
function drgLines(code: string, version: string, knowledge: Knowledge): string[] {
  const { grouper } = knowledge
  const byMdc = new Map<number, string>()
  for (const number of grouper.codes.diagnosisKeys.keys()) {
    const known = grouper.diagnosis(number, version)
    if (known !== undefined && !byMdc.has(known.mdc)) byMdc.set(known.mdc, grouper.codes.diagnosisCode(number))
  }
  const families = familiesOfProcedure(code, [...byMdc.values()], version, grouper)
  const ofAny = families.filter(({ by }) => by === 'any principal').flatMap(({ drgs }) => drgs)
  return [
    ...families.flatMap((family) => familyLine(family, version, knowledge)),
    ...(ofAny.length === 0 ? [] : [`  ${ofAny.join(', ')} where the principal diagnosis has no DRG for it`]),
  ]
}
