import { mkdirSync, writeFileSync } from 'node:fs'
import { encodeCodeSets } from '@claims-audit/code-sets'
import { readCsv } from './read-csv.js'

/** Build step: compiles tables/*.csv.gz into the binary tables that `reference.ts` opens. */
const source = (path: string): URL => new URL(`../tables/${path}.csv.gz`, import.meta.url)
const output = new URL('../dist/tables/', import.meta.url)

mkdirSync(output, { recursive: true })
writeFileSync(new URL('code-sets.bin', output), compileCodeSets())

function compileCodeSets(): Uint8Array {
  return encodeCodeSets({
    diagnosisSpans: readCsv(source('mce/diagnoses')),
    procedureSpans: readCsv<{ code: string; date_start: string; date_end: string; title: string; mce_flags: string }>(
      source('icd-10-pcs/codes'),
    ).map((row) => ({ ...row, flags: row.mce_flags })),
    tabular: readCsv(source('icd-10-cm/fy2026-april/codes')),
    notes: readCsv(source('icd-10-cm/fy2026-april/notes')),
    sections: readCsv(source('icd-10-cm/fy2026-april/sections')),
  })
}
