import { codingDate, contentDigest, outsideEditions } from '@claims-audit/claim'
import type { Claim } from '@claims-audit/claim'
import type { CodeSupport, IsoDate, Reason, Rule, ValidatedClaim } from '@claims-audit/contracts'
import { dotted } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { RECORD_CHECKS } from './checks/checks.js'
import { isEstablished } from './record/facts.js'
import { recordUnderAudit } from './record/record-under-audit.js'
import { findingOf } from './findings/finding.js'
import { oneForEachMention } from './findings/one-for-each-mention.js'
import type { Match } from './findings/match.js'
import type { Knowledge } from './knowledge/knowledge.js'
import type { RecordUnderAudit } from './findings/subject.js'
import { tableDigests } from './user-tables/user-tables.js'
import { isFactRule } from './rules/fact-rule.js'
import { restsOnSilence } from './rules/rests-on-silence.js'
import { matchesOf } from './rules/when.js'

export type Validated = { validated: ValidatedClaim } | { rejected: Reason }

/**
 * Runs every code and documentation rule over a claim and its record. A claim outside the loaded editions is rejected,
 * not judged by a neighbour's.
 */
export function validateClaim(
  submitted: Claim,
  knowledge: Omit<Knowledge, 'grouper'>,
  { sentOn }: { sentOn?: IsoDate | undefined } = {},
): Validated {
  const { documents: _, documentation: __, ...claim } = submitted
  const date = codingDate(claim)
  const editions = date === undefined ? undefined : knowledge.editionsOn(date)
  if (date === undefined || editions === undefined) return { rejected: outsideEditions(claim) }

  const record = recordUnderAudit(submitted, editions, knowledge, sentOn)
  return {
    validated: {
      claim: withoutLines(claim),
      contentDigest: contentDigest(submitted),
      documented: record.documented,
      editions: {
        ruleSet: knowledge.rules.digest,
        icd10: editions.icd10,
        msDrg: isGrouped(claim) ? editions.msDrg : null,
        notes: editions.notes,
        ...tableDigests(knowledge, 'codes'),
      },
      findings: oneForEachMention(
        knowledge.rules
          .concerning(
            claim.diagnoses.map(({ code }) => code),
            record.documented,
          )
          .flatMap((rule) => recordMatches(rule, record).map((match) => findingOf(rule, match, claim))),
        record,
      ),
      support: supportOf(record),
    },
  }
}

/**
 * Lines decide nothing behind the code checks but the date of a claim that has no other; they are a third of the event.
 */
function withoutLines(claim: ValidatedClaim['claim']): ValidatedClaim['claim'] {
  return claim.admissionDate === undefined || claim.dischargeDate === undefined ? claim : { ...claim, lines: [] }
}

/** Only a finished inpatient stay groups. */
export const isGrouped = (claim: ValidatedClaim['claim']): boolean =>
  claim.claimType === 'institutional-inpatient' && claim.dischargeDate !== undefined

function recordMatches(rule: Rule, record: RecordUnderAudit): Match[] {
  if (record.claim.documentsLeftOut !== undefined && restsOnSilence(rule)) return []
  if (isFactRule(rule)) return matchesOf(rule, record)
  return RECORD_CHECKS[rule.check ?? '']?.(record) ?? []
}

/**
 * A code for which the lexicon does not read is `unknown`, and one that a record which is not whole does not affirm.
 */
function supportOf({ claim, billed, documented, facts, concepts: read }: RecordUnderAudit): CodeSupport[] {
  return billed.map((code) => {
    const concepts = documented ? read.forCode(code) : undefined
    return {
      code: dotted(code),
      support:
        concepts === undefined
          ? 'unknown'
          : supportFor(
              facts.filter((fact) => concepts.includes(fact.concept)),
              claim,
            ),
    }
  })
}

function supportFor(
  mentions: Fact[],
  { claimType, documentsLeftOut }: ValidatedClaim['claim'],
): CodeSupport['support'] {
  if (mentions.some((fact) => isEstablished(fact, claimType))) return 'affirmed'
  // What is not here may say it.
  if (documentsLeftOut !== undefined) return 'unknown'
  return mentions.some((fact) => fact.assertion === 'negated' && fact.experiencer === 'patient')
    ? 'contradicted'
    : 'absent'
}
