import { mkdirSync, writeFileSync } from 'node:fs'
import {
  TABULARS,
  codesOfCodeSets,
  encodeCodeDictionary,
  encodeCodeSets,
  encodeTabular,
  openCodeDictionary,
  type CodeSetRows,
  type NoteRow,
  type TabularRow,
  type TabularRows,
} from '@claims-audit/code-sets'
import { codesOfGrouper, encodeGrouper, openGrouper, type GrouperRows } from '@claims-audit/ms-drg'
import { ORDINARY_WORDS, SHIPPED_LEXICON, checkedWords, readLexicon } from '../lexicon/lexicon.js'
import { checkDefinitionsManual } from '../import/definitions-manual/check-definitions-manual.js'
import { readCsv } from '../csv/read-csv.js'
import { SHIPPED_PACKS } from '../packs/rule-packs.js'
import { PHRASES, storedPhrases } from '../open/open-evidence.js'
import { TABLES_DIGEST, digestOfFolder } from '../open/reference-digest.js'
import { PARSED_YAML } from '../yaml/read-yaml.js'
import { parsedYaml } from './compile-yaml.js'
import { ordinaryWords } from './ordinary-words.js'

/**
 * Build step: compiles tables/*.csv.gz into the binary tables that `reference.ts` opens, parses the YAML that ships,
 * and compiles the lexicon's phrases.
 */
const source = (path: string): URL => new URL(`../../tables/${path}.csv.gz`, import.meta.url)
const output = new URL('../../dist/tables/', import.meta.url)

const codeSets: CodeSetRows = {
  diagnosisSpans: readCsv(source('mce/diagnoses')),
  procedureSpans: readCsv<{ code: string; date_start: string; date_end: string; title: string; mce_flags: string }>(
    source('icd-10-pcs/codes'),
  ).map((row) => ({ ...row, flags: row.mce_flags })),
  ageRanges: readCsv(source('mce/age-ranges')),
  dischargeStatuses: readCsv(source('mce/discharge-status')),
}

const tabulars = TABULARS.map(({ folder }) => ({
  folder,
  codes: readCsv<TabularRow>(source(`icd-10-cm/${folder}/codes`)),
  notes: readCsv<NoteRow>(source(`icd-10-cm/${folder}/notes`)),
  sections: readCsv<TabularRows['sections'][number]>(source(`icd-10-cm/${folder}/sections`)),
}))

const grouper: GrouperRows = {
  diagnoses: readCsv(source('ms-drg/diagnoses')),
  procedures: readCsv(source('ms-drg/procedures')),
  clusters: readCsv(source('ms-drg/procedure-clusters')),
  formulas: readCsv(source('ms-drg/drg-formulas')),
  exclusionGroups: readCsv(source('ms-drg/exclusion-group-of-principal')),
  exclusionMembers: readCsv(source('ms-drg/exclusion-group-members')),
  hacFormulas: readCsv(source('ms-drg/hac-formulas')),
  mdcBySex: readCsv(source('ms-drg/mdc-by-sex')),
  titles: readCsv(source('ms-drg/drgs')),
  weights: readCsv(source('ms-drg/weights-fy2026')),
}

const spoken = [codesOfCodeSets(codeSets, tabulars), codesOfGrouper(grouper)]
const dictionary = encodeCodeDictionary({
  diagnoses: spoken.flatMap((lists) => [...lists.diagnoses]),
  procedures: spoken.flatMap((lists) => [...lists.procedures]),
})
const codes = openCodeDictionary(dictionary)

mkdirSync(output, { recursive: true })
writeFileSync(new URL(ORDINARY_WORDS, output), ordinaryWords(checkedWords(), source).join('\n'))
writeFileSync(new URL(`../${PARSED_YAML}`, output), JSON.stringify(parsedYaml([SHIPPED_LEXICON, SHIPPED_PACKS])))
writeFileSync(new URL(`../${PHRASES}`, output), storedPhrases(readLexicon()))
writeFileSync(new URL('codes.bin', output), dictionary)
writeFileSync(new URL('code-sets.bin', output), encodeCodeSets(codeSets, codes))
for (const { folder, ...rows } of tabulars)
  writeFileSync(new URL(`tabular-${folder}.bin`, output), encodeTabular(rows, codes))
const compiled = encodeGrouper(grouper, codes)
checkDefinitionsManual(openGrouper(compiled, codes), grouper)
writeFileSync(new URL('ms-drg.bin', output), compiled)
writeFileSync(new URL(`../${TABLES_DIGEST}`, output), digestOfFolder(output))
