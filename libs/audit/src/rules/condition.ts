import type { Condition, FactSelector } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { select } from '../record/facts.js'
import { matchesAny } from './patterns.js'
import type { Site } from '../record/regions.js'
import { billedProcedures } from '../findings/subject.js'
import type { RecordUnderAudit } from '../findings/subject.js'

/** A record asked about one code's site. */
export interface Questions {
  found(selector: FactSelector): Fact[]
  holds(condition: Condition): boolean
}

/** Answers conditions over a record; `site` is the subject code's. */
export function questionsOf(record: RecordUnderAudit, site: Site | undefined): Questions {
  const { claim } = record
  const found = (selector: FactSelector): Fact[] => select(selector, { ...record, claimType: claim.claimType, site })
  return {
    found,
    holds: ({ facts, lacks, billed, procedures, claimTypes, documents }) =>
      (facts === undefined || found(facts).length > 0) &&
      (lacks === undefined || found(lacks).length === 0) &&
      (billed === undefined || record.billed.some((code) => matchesAny(code, billed))) &&
      (procedures === undefined || billedProcedures(claim).some((code) => matchesAny(code, procedures))) &&
      (claimTypes === undefined || claimTypes.includes(claim.claimType)) &&
      (documents === undefined || [...record.documentTypes.values()].some((type) => documents.includes(type))),
  }
}
