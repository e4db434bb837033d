import type { Fact } from '@claims-audit/evidence'
import type { CodeEntry } from '@claims-audit/code-sets'
import { normalizeCode } from '@claims-audit/contracts'
import { conceptsOf, isEstablished, mentionsOf } from '../facts.js'
import { NO_CHANGE, evidenceOf } from '../hit.js'
import type { Hit } from '../hit.js'
import { sharedRegions, siteOfTitle } from '../regions.js'
import { billedDiagnoses } from '../subject.js'
import type { RecordUnderAudit } from '../subject.js'

/**
 * Headers billed as if they were codes (Guideline I.B.2: a code is invalid if not coded to the full number of characters).
 * Where the record says the header's condition and its region, and one child's title names it, that child is proposed; else the children are listed.
 */
export function notBillable(record: RecordUnderAudit): Hit[] {
  const codes = [...new Set(billedDiagnoses(record.claim))]
  return codes.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    return entry?.header === true ? [hitOf(entry, record)] : []
  })
}

function hitOf(header: CodeEntry, record: RecordUnderAudit): Hit {
  const children = header.children.flatMap((child) => record.codeSets.diagnosis(child, record.date) ?? [])
  const { child, facts } = documented(header, children, record)
  return {
    codes: [header.dotted],
    values: { code: header.dotted, title: header.title, instead: child === undefined ? `its codes are ${children.map((entry) => entry.dotted).join(', ')}` : `the record says ${child.dotted} (${child.title})` },
    evidence: evidenceOf(facts),
    action: child === undefined ? 'query' : 'correct',
    proposal: child === undefined ? NO_CHANGE : { ...NO_CHANGE, replace: [{ from: header.dotted, to: child.dotted }] },
    indicators: facts.map((fact) => `"${fact.text}" (${fact.documentType})`),
  }
}

/** The one billable child at the region where every established mention of the header's own condition, placed by its own sentence, agrees; and those mentions. */
function documented(header: CodeEntry, children: CodeEntry[], { facts, claim }: RecordUnderAudit): { child?: CodeEntry; facts: Fact[] } {
  const concepts = conceptsOf(normalizeCode(header.dotted)) ?? []
  const located = facts.filter((fact) => concepts.includes(fact.concept) && isEstablished(fact, claim.claimType) && fact.placed === 'sentence' && fact.regions.length > 0)
  const [region, another] = sharedRegions(located)
  const child = children.find((entry) => entry.billable && region !== undefined && siteOfTitle(entry.title) === region)
  return child === undefined || another !== undefined ? { facts: [] } : { child, facts: mentionsOf(located) }
}
