/**
 * `npm run conformance -- notes FILE|DIRECTORY`: what is read in notes of one's own, of `.txt` or JSON lines with a
 * `text`: facts by concept and by form, those that were never seen before, and findings, beside the counts that were
 * accepted last. `--accept` accepts the ones of now. Nothing of a note is kept but the forms.
 */
import { existsSync, mkdirSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { parseArgs } from 'node:util'
import { gunzipSync } from 'node:zlib'
import { auditClaim } from '@claims-audit/audit'
import { normalizeClaim } from '@claims-audit/claim'
import type { ClinicalDocument, SubmittedClaim } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import { changed, count, newForms, noCounts, type Counts } from './notes-counts.ts'

const SHOWN = 200
const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { accept: { type: 'boolean' }, accepted: { type: 'string', default: '.local/notes-accepted.json' } },
})
const [path] = positionals
if (path === undefined) {
  console.error('usage: npm run conformance -- notes FILE|DIRECTORY [--accepted FILE] [--accept]')
  process.exit(2)
}
const knowledge = openKnowledge()
const now = noCounts()
for (const document of filesOf(path).flatMap(notesOf))
  count(now, knowledge.evidence.read([document]), rulesOf(document))
tell(now, acceptedCounts())
if (values.accept === true) {
  mkdirSync(dirname(values.accepted), { recursive: true })
  writeFileSync(values.accepted, `${JSON.stringify(now, undefined, 1)}\n`)
}

function filesOf(from: string): string[] {
  if (!statSync(from).isDirectory()) return [from]
  return readdirSync(from, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(?:txt|jsonl|ndjson)(?:\.gz)?$/.test(name))
    .sort()
    .map((name) => join(from, name))
}

function notesOf(file: string): ClinicalDocument[] {
  const bytes = readFileSync(file)
  const text = (file.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString('utf8')
  if (/\.txt(?:\.gz)?$/.test(file)) return [{ id: file, type: 'other', text }]
  return text
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line, i) => {
      const {
        id = `${i}`,
        type = 'other',
        text: said,
      } = JSON.parse(line) as Partial<ClinicalDocument> & { text: string }
      return { id, type, text: said }
    })
}

/** What is found in a stay of which no more is known than the note, billed with a check up. */
function rulesOf(document: ClinicalDocument): string[] {
  const claim: SubmittedClaim = {
    tenant: 'notes',
    claimId: document.id,
    version: 1,
    revision: 0,
    claimType: 'institutional-inpatient',
    facility: { id: 'F' },
    payer: { id: 'P' },
    coder: 'C',
    patient: { id: 'P', birthDate: '1960-01-01', sex: 'F' },
    admissionDate: '2026-01-04',
    dischargeDate: '2026-01-09',
    dischargeStatus: '01',
    diagnoses: [{ sequence: 1, role: 'principal', code: 'Z00.00', poa: 'Y' }],
    procedures: [],
    totalCharge: '0.00',
    documents: [{ ...document, date: '2026-01-05' }],
  }
  const result = auditClaim(normalizeClaim(claim), knowledge)
  return 'rejected' in result ? ['rejected'] : result.findings.map(({ ruleId }) => ruleId)
}

function acceptedCounts(): Counts {
  return existsSync(values.accepted) ? (JSON.parse(readFileSync(values.accepted, 'utf8')) as Counts) : noCounts()
}

function tell(counts: Counts, accepted: Counts): void {
  const facts = Object.values(counts.concepts).reduce((sum, each) => sum + each, 0)
  console.log(`${counts.notes} notes, ${facts} facts (accepted: ${accepted.notes} notes)`)
  console.log('\nfacts by concept, where they changed')
  console.table(changed(counts.concepts, accepted.concepts))
  const forms = newForms(counts, accepted)
  console.log(`\n${forms.length} forms that were never seen before${forms.length > SHOWN ? `, ${SHOWN} shown` : ''}`)
  for (const [form, times] of forms.slice(0, SHOWN)) console.log(`${times} ${form}`)
  console.log('\nfindings by rule, where they changed')
  console.table(changed(counts.findings, accepted.findings))
}
