import { normalizeCode } from '@claims-audit/contracts'
import type { Fact, Kind } from '@claims-audit/evidence'
import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { replacing } from '../../findings/proposal.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { isDiagnosed, mentionsOf } from '../../record/facts.js'
import { sentenceAround } from '../../record/sentence.js'
import { fill, matchesAny } from '../../rules/patterns.js'
import { onceFor } from '../../knowledge/once-for.js'

/**
 * A code that leaves the kind or the place of a condition open, where a provider documents it (Guidelines I.B.2 and
 * I.B.18: the code is the most specific one that the record supports).
 */
export function kindDocumented(record: RecordUnderAudit): Match[] {
  if (!record.documented) return []
  const billed = record.billed
  return billed.flatMap((code) => {
    for (const kind of record.coding.kinds) {
      if (!matchesAny(code, kind.codes) || billed.some((other) => matchesAny(other, kind.answered ?? []))) continue
      const match = matchOf(code, kind, billed, record)
      if (match !== undefined) return [match]
    }
    return []
  })
}

function matchOf(code: string, kind: Kind, billed: readonly string[], record: RecordUnderAudit): Match | undefined {
  const wanted = normalizeCode(fill(kind.instead, { last: code.slice(-1) }))
  const entry = record.codeSets.diagnosis(wanted, record.date)
  const own = record.codeSets.diagnosis(code, record.date)
  if (own === undefined || entry?.billable !== true || billed.includes(wanted) || isLeftOpen(kind, record))
    return undefined
  const said = record.readFor(kind.names).filter((fact) => isDocumented(fact, kind, record))
  if (said.length === 0) return undefined
  const mentions = mentionsOf(said)
  return {
    codes: [own.dotted],
    values: {
      code: own.dotted,
      title: own.title,
      said: mentions[0]?.text ?? '',
      instead: entry.dotted,
      kind: entry.title,
    },
    evidence: evidenceOf(mentions),
    proposal: replacing(code, wanted, record.claim),
  }
}

/** Affirmed by a provider, and of now; what is uncertain does not make a code more specific. */
function isDocumented(fact: Fact, { beside }: Kind, record: RecordUnderAudit): boolean {
  if (!isDiagnosed(fact, record.claim.claimType)) return false
  if (beside === undefined) return true
  const sentence = sentenceAround(record.texts.get(fact.documentId) ?? '', fact.start, fact.end).toLowerCase()
  return beside.some((word) => sentence.includes(word))
}

const isLeftOpen = ({ unless = [] }: Kind, { texts }: RecordUnderAudit): boolean =>
  unless.length > 0 && [...texts.values()].some((text) => anyOf(unless).test(text))

const anyOf = onceFor((words: string[]) => new RegExp(`\\b(?:${words.join('|')})\\b`, 'i'))
