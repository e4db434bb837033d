import type { Fact, Region } from '@claims-audit/evidence'
import type { CodeEntry } from '@claims-audit/code-sets'
import { isEstablished } from '../facts.js'
import { NO_CHANGE, evidenceOf } from '../hit.js'
import type { Hit } from '../hit.js'
import { regionOfTitle } from '../regions.js'
import type { RecordUnderAudit } from '../subject.js'

/**
 * Headers billed as if they were codes (Guideline I.B.2: a code is invalid if not coded to the full number of characters).
 * Where the record says the region, and one child's title names it, that child is proposed; else the children are listed.
 */
export function notBillable(record: RecordUnderAudit): Hit[] {
  const codes = [...new Set(record.claim.diagnoses.map((diagnosis) => diagnosis.code))]
  return codes.flatMap((code) => {
    const entry = record.codeSets.diagnosis(code, record.date)
    return entry?.header === true ? [hitOf(entry, record)] : []
  })
}

function hitOf(header: CodeEntry, record: RecordUnderAudit): Hit {
  const children = header.children.flatMap((child) => record.codeSets.diagnosis(child, record.date) ?? [])
  const { child, facts } = documented(children, record)
  return {
    codes: [header.dotted],
    values: { code: header.dotted, title: header.title, instead: child === undefined ? `its codes are ${children.map((entry) => entry.dotted).join(', ')}` : `the record says ${child.dotted} (${child.title})` },
    evidence: evidenceOf(facts),
    action: child === undefined ? 'query' : 'correct',
    proposal: child === undefined ? NO_CHANGE : { ...NO_CHANGE, replace: [{ from: header.dotted, to: child.dotted }] },
    indicators: facts.map((fact) => `"${fact.text}" (${fact.documentType})`),
  }
}

/** The one billable child whose region the record names, and the facts that name it. */
function documented(children: CodeEntry[], { facts, claim }: RecordUnderAudit): { child?: CodeEntry; facts: Fact[] } {
  const located = facts.filter((fact) => isEstablished(fact, claim.claimType) && fact.regions.length === 1)
  const named = children.filter((entry) => entry.billable && located.some((fact) => isAt(fact, regionOfTitle(entry.title))))
  const [child, another] = named
  if (child === undefined || another !== undefined) return { facts: [] }
  return { child, facts: located.filter((fact) => isAt(fact, regionOfTitle(child.title))) }
}

const isAt = (fact: Fact, region: Region | undefined): boolean => region !== undefined && fact.regions.includes(region)
