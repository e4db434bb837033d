/**
 * `npm run conformance -- tabular-notes`: how many notes of each loaded tabular edition are read into codes, which are
 * not and why, and which name codes that the edition does not have.
 */
import { TABULARS, parseCodeReferences, type CodeRange } from '@claims-audit/code-sets'
import { openCodeDictionary, readSourceTable } from '@claims-audit/reference'

interface Note {
  code: string
  note_type: string
  text: string
}

const TYPES = ['excludes1', 'excludes2', 'codeFirst', 'useAdditionalCode', 'codeAlso']
const { diagnosis, diagnosisKeys } = openCodeDictionary()
for (const { edition, folder } of TABULARS) tell(edition, folder)

function tell(edition: string, folder: string): void {
  const notes = readSourceTable<Note>(`icd-10-cm/${folder}/notes`)
  const keys = readSourceTable<{ code: string }>(`icd-10-cm/${folder}/codes`).map(
    ({ code }) => diagnosisKeys[diagnosis(code)] as number,
  )
  const judged = notes
    .filter(({ note_type }) => TYPES.includes(note_type))
    .map((note) => ({ ...note, ...judge(note.text, keys) }))
  console.log(`${edition}: notes by type`)
  console.table(
    Object.fromEntries(TYPES.map((type) => [type, countsOf(judged.filter(({ note_type }) => note_type === type))])),
  )
  for (const { code, note_type, text, outcome } of judged)
    if (outcome === 'not understood' || outcome === 'names an unknown code')
      console.log(`  ${outcome}: ${note_type} at ${code}: ${text}`)
}

type Outcome =
  | 'names codes'
  | 'heading of a list'
  | 'sends elsewhere in words'
  | 'names a condition only'
  | 'not understood'
  | 'names an unknown code'

function judge(text: string, keys: number[]): { outcome: Outcome } {
  const ranges = parseCodeReferences(text)
  if (ranges.length > 0)
    return { outcome: ranges.every((range) => isMet(range, keys)) ? 'names codes' : 'names an unknown code' }
  if (/[A-Z]\d[0-9A-Z]\.?[-)0-9]|\([A-Z]\d[0-9A-Z]/.test(text)) return { outcome: 'not understood' }
  if (/(?::|\bsuch as|\bof)\s*$/.test(text)) return { outcome: 'heading of a list' }
  return {
    outcome: /\b(?:code to|code the|see|omit code)\b|-\s?see\b/i.test(text)
      ? 'sends elsewhere in words'
      : 'names a condition only',
  }
}

function isMet({ low, high }: CodeRange, keys: number[]): boolean {
  return keys.some((key) => low <= key && key <= high)
}

function countsOf(notes: { outcome: Outcome }[]): Record<string, number> {
  const counts: Record<string, number> = { notes: notes.length }
  for (const { outcome } of notes) counts[outcome] = (counts[outcome] ?? 0) + 1
  return counts
}
