import type { Claim } from '@claims-audit/claim'
import type { Editions } from '@claims-audit/code-sets'
import type { IsoDate, StructuredCapture } from '@claims-audit/contracts'
import { editClaim } from '../checks/codes/medicare-edits.js'
import { billedDiagnoses } from '../findings/subject.js'
import type { RecordUnderAudit } from '../findings/subject.js'
import type { Knowledge } from '../knowledge/knowledge.js'
import { userTablesOf } from '../user-tables/user-tables.js'
import { withoutIndexTerms } from './index-terms.js'
import { wordReader } from './word-reader.js'

/** A claim with all that its record says, read by the editions of its date: what rules look at. */
export function recordUnderAudit(
  { documents, documentation, ...claim }: Claim,
  editions: Editions,
  knowledge: Omit<Knowledge, 'grouper'>,
  sentOn?: IsoDate,
): RecordUnderAudit {
  const documented = documents.some((document) => document.text.trim() !== '') || saysAnything(documentation ?? {})
  const { codeSets, evidence } = knowledge
  const read = evidence.open(documents.map(withoutIndexTerms), documentation)
  return {
    claim,
    billed: billedDiagnoses(claim),
    date: editions.codesOn,
    sentOn,
    documented,
    facts: read.facts,
    documentTypes: new Map(documents.filter(({ text }) => text.trim() !== '').map(({ id, type }) => [id, type])),
    documentDates: new Map(documents.flatMap(({ id, date: dated }) => (dated === undefined ? [] : [[id, dated]]))),
    texts: new Map(documents.map(({ id, text }) => [id, text])),
    readFor: wordReader(read),
    codeSets,
    concepts: knowledge.concepts,
    coding: knowledge.coding,
    notesAreExact: editions.notes === editions.icd10,
    edited: editClaim(claim, editions.codesOn, codeSets),
    ...userTablesOf(knowledge),
  }
}

/** Whether a capture has any field beside the one that says who made it. */
function saysAnything({ source: _source, ...said }: StructuredCapture): boolean {
  return Object.values(said).some((value) => (typeof value === 'string' ? value.trim() !== '' : value.length > 0))
}
