/**
 * `npm run bench -- evidence`: megabytes of note text a second on one thread, ours and medspacy's; then how the time
 * grows with the length of a note, for ordinary text and for what is pasted in. The best round of each counts.
 */
import { cpus } from 'node:os'
import { parseArgs } from 'node:util'
import type { ClinicalDocument } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import { readGold } from '../conformance/gold.ts'
import { hospitalNotes } from './hospital-notes.ts'
import { bestOf, timed, withPeers } from './rounds.ts'

const { values } = parseArgs({
  options: {
    notes: { type: 'string', default: '1500' },
    seed: { type: 'string', default: '1' },
    rounds: { type: 'string', default: '7' },
    json: { type: 'boolean' },
  },
})
const HOSPITAL = 'ours, whole notes of hospital stays'
const DENSE = 'ours, notes of the gold set, which are dense'
/** So few notes are given to medspacy: each takes it a tenth of a second and more. */
const FOR_PEERS = 12
const LENGTHS = [10_000, 100_000, 1_000_000, 5_000_000]

const { evidence } = openKnowledge()
const rounds = Number(values.rounds)
const notes = documentsOf(hospitalNotes(Number(values.seed))(Number(values.notes)))
const gold = documentsOf(
  readGold('notes')
    .filter(({ held }) => !held)
    .map(({ text }) => text),
)
const megabytesASecond = {
  ...(await bestOf({ [HOSPITAL]: () => timed(notes, read) }, rounds, megabytesOf(notes))),
  ...(await bestOf({ [DENSE]: () => timed(gold, read) }, rounds, megabytesOf(gold))),
  ...(await measurePeers(notes.slice(0, FOR_PEERS))),
}
const growth = measureGrowth()
if (values.json) console.log(JSON.stringify({ seed: values.seed, cpu: cpus()[0]?.model, megabytesASecond, growth }))
else report()

function documentsOf(texts: string[]): ClinicalDocument[] {
  return texts.map((text, i) => ({ id: String(i), type: 'progress-note', text }))
}

function read(note: ClinicalDocument): number {
  return evidence.read([note]).length
}

function megabytesOf(documents: ClinicalDocument[]): number {
  return documents.reduce((sum, { text }) => sum + Buffer.byteLength(text), 0) / 1e6
}

/** The peers know as concepts every wording that ours finds in these notes. */
async function measurePeers(some: ClinicalDocument[]): Promise<Record<string, number>> {
  const phrases = [...new Set(some.flatMap((note) => evidence.read([note]).map(({ text }) => text.toLowerCase())))]
  return withPeers('evidence_peers.py', [{ phrases }, ...some.map(({ text }) => ({ text }))], (peers) =>
    bestOf(
      {
        medspacy: () => peers.time('medspacy'),
        "medspacy, with spaCy's sentencizer": () => peers.time('medspacy-sentencizer'),
      },
      Math.min(rounds, 3),
      megabytesOf(some),
    ),
  )
}

/** Megabytes a second by the length of one note: flat where the time is linear. */
function measureGrowth(): Record<string, Record<string, number>> {
  const text = hospitalNotes(Number(values.seed))(1_000).join('\n')
  const kinds: Record<string, string> = {
    'ordinary notes': text,
    'one unbroken line': text.replace(/\s*\n\s*/g, ' '),
    'no sentence ends': text.replace(/[.;!?\n]+/g, ' '),
    'nothing but mentions': 'no weakness, numbness or myelopathy at C5-6 and '.repeat(100_000),
    'nothing but headings': 'Plan: collar\nPMH: '.repeat(300_000),
    HTML: text.replace(/\n/g, '<br/>\n').replace(/(\w+:)/g, '<b>$1</b>'),
    RTF: `{\\rtf1 ${text.replace(/\n/g, '\\par\n')}}`,
    'control characters, right to left': text.replace(/ (\w)/g, ' \u0007\u202e$1'),
  }
  return Object.fromEntries(
    Object.entries(kinds).map(([kind, whole]) => [
      kind,
      Object.fromEntries(LENGTHS.map((length) => [`${length / 1_000} kB`, rateAt(whole.slice(0, length))])),
    ]),
  )
}

function rateAt(text: string): number {
  const same = documentsOf(new Array<string>(Math.max(2, Math.ceil(1_000_000 / text.length))).fill(text))
  return rounded(megabytesOf(same) / Math.min(...Array.from({ length: 3 }, () => timed(same, read))))
}

function report(): void {
  console.log(
    `seed ${values.seed}, ${cpus().length} × ${cpus()[0]?.model}, Node ${process.versions.node}; ${shapeOf(notes)} in hospital notes, ${shapeOf(gold)} in the gold set`,
  )
  console.table(
    Object.fromEntries(Object.entries(megabytesASecond).map(([name, rate]) => [name, { 'MB/s': rounded(rate) }])),
  )
  console.log('\nMB/s, by the length of one note')
  console.table(growth)
}

function shapeOf(documents: ClinicalDocument[]): string {
  const bytes = megabytesOf(documents) * 1e6
  const facts = documents.reduce((sum, note) => sum + read(note), 0)
  return `${documents.length} notes of ${Math.round(bytes / documents.length)} bytes and a fact every ${Math.round(bytes / facts)}`
}

function rounded(rate: number): number {
  return Number(rate.toPrecision(3))
}
