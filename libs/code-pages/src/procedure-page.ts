import type { Knowledge } from '@claims-audit/audit'
import type { CodeEntry } from '@claims-audit/code-sets'
import { familiesOfProcedure, withWeights } from './drgs-reached.js'
import type { ProcedurePage } from './page.js'
import { charactersOf } from './procedure-characters.js'

const CHARACTERS = '0123456789ABCDEFGHJKLMNPQRSTUVWXYZ'
/** The first three characters name a table; what differs in them is another operation. */
const FIRST_OF_TABLE = 3

/**
 * What is asked of a procedure: its characters, the codes beside it, whether it is one of the operating room, its DRGs.
 */
export function procedurePage(
  entry: CodeEntry,
  date: string,
  version: string,
  knowledge: Knowledge,
): Pick<ProcedurePage, 'system' | 'characters' | 'siblings' | 'msDrg'> {
  const { grouper } = knowledge
  const grouped = grouper.procedure(grouper.codes.procedure(entry.code), version)
  return {
    system: 'icd-10-pcs',
    characters: charactersOf(entry.code),
    siblings: siblingsOf(entry.code, date, knowledge),
    msDrg:
      grouped === undefined
        ? null
        : { isOperatingRoom: grouped.operatingRoom, ...familiesOf(entry.code, version, knowledge) },
  }
}

function siblingsOf(code: string, date: string, { codeSets }: Knowledge): ProcedurePage['siblings'] {
  return [...code].flatMap((own, at) => {
    if (at < FIRST_OF_TABLE) return []
    const others = [...CHARACTERS]
      .filter((character) => character !== own)
      .map((character) => code.slice(0, at) + character + code.slice(at + 1))
    const codes = others.flatMap((other) => {
      const entry = codeSets.procedure(other, date)
      return entry?.valid === true ? [{ code: entry.code, title: entry.title }] : []
    })
    return codes.length === 0 ? [] : [{ position: at + 1, codes }]
  })
}

/** One principal diagnosis of each MDC stands for all. */
function familiesOf(
  code: string,
  version: string,
  { grouper }: Knowledge,
): Pick<NonNullable<ProcedurePage['msDrg']>, 'families' | 'whereNoneFits'> {
  const byMdc = new Map<number, string>()
  for (const number of grouper.codes.diagnosisKeys.keys()) {
    const known = grouper.diagnosis(number, version)
    if (known !== undefined && !byMdc.has(known.mdc)) byMdc.set(known.mdc, grouper.codes.diagnosisCode(number))
  }
  const families = familiesOfProcedure(code, [...byMdc.values()], version, grouper)
  return {
    families: families.map((family) => withWeights(family, version, grouper)),
    whereNoneFits: families.filter(({ by }) => by === 'any principal').flatMap(({ drgs }) => drgs),
  }
}
