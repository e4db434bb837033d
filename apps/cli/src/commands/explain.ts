import type { Command } from 'commander'
import { isoDate } from '../arguments.js'
import { exitWith } from '../options.js'
import { wordsOfSuggestion } from '@claims-audit/audit'
import { dotted, normalizeCode } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import type { CodeEntry, Editions, NoteType } from '@claims-audit/code-sets'
import type { Grouper } from '@claims-audit/ms-drg'
import { print } from '../output.js'

/** `explain CODE`: title, billable, notes in force, CC level, MDC, and the DRGs of a stay for it alone; of a procedure, whether it is one of the operating room. */
export async function explain(raw: string, { date }: { date: string }): Promise<number> {
  const knowledge = openKnowledge()
  // M43.0- is how the tabular writes a code with all below it.
  const code = normalizeCode(raw.replace(/-$/, ''))
  const editions = knowledge.editionsOn(date)
  if (editions === undefined) throw new Error(`no edition is loaded for ${date}`)
  const entry = knowledge.codeSets.diagnosis(code, date) ?? knowledge.codeSets.procedure(code, date)
  if (entry === undefined) {
    await print(`${raw} is no ICD-10 code on ${date} (${editions.icd10})${meant(code, date, knowledge)}`)
    return 1
  }
  await print(`${entry.dotted}  ${entry.title}`)
  await print(
    `${statusOf(entry)} on ${date} (${editions.icd10}, ${entry.system === 'icd-10-cm' ? 'ICD-10-CM' : 'ICD-10-PCS'})${entry.valid || entry.header ? '' : meant(code, date, knowledge)}`,
  )
  if (entry.system === 'icd-10-cm') await explainDiagnosis(entry, date, editions, knowledge)
  else await explainProcedure(entry, editions.msDrg, knowledge)
  return 0
}

const WORDS: Record<Exclude<NoteType, 'inclusionTerm'>, string> = {
  includes: 'Includes',
  excludes1: 'Excludes1',
  excludes2: 'Excludes2',
  codeFirst: 'Code first',
  useAdditional: 'Use additional',
  codeAlso: 'Code also',
  notes: 'Note',
}
const WIDTH = 'Use additional'.length

/** The characters that a header's codes end in, the meaning of a code's own, or that it takes none. */
function seventhOf({ code, header, sevenths }: CodeEntry, parent: CodeEntry | undefined): string {
  if (sevenths !== undefined)
    return `7th character: ${Object.entries(sevenths)
      .map(([character, meaning]) => `${character} ${meaning}`)
      .join('; ')}`
  const own = code.length === 7 ? parent?.sevenths?.[code.slice(-1)] : undefined
  if (own !== undefined) return `7th character ${code.slice(-1)}: ${own}`
  return header ? 'No 7th character of its own; see its codes' : 'No 7th character'
}

/** What else may be meant by what is no code on the day. */
function meant(code: string, date: string, { codeSets }: ReturnType<typeof openKnowledge>): string {
  const suggestion = codeSets.suggest(code, date)
  return suggestion === undefined ? '' : `; ${wordsOfSuggestion(suggestion)}`
}

const statusOf = (entry: CodeEntry): string =>
  entry.header ? 'A header, not billable' : entry.valid ? 'Valid and billable' : 'Not valid'

async function explainDiagnosis(
  entry: CodeEntry,
  date: string,
  { icd10, msDrg, notes: served }: Editions,
  { codeSets, grouper }: ReturnType<typeof openKnowledge>,
): Promise<void> {
  if (entry.parent !== undefined)
    await print(`Under ${dotted(entry.parent)}  ${codeSets.diagnosis(entry.parent, date)?.title ?? ''}`)
  for (const child of entry.children) await print(`  ${dotted(child)}  ${codeSets.diagnosis(child, date)?.title ?? ''}`)
  if (entry.valid || entry.header) await print(seventhOf(entry, codeSets.diagnosis(entry.parent ?? '', date)))
  const notes = codeSets.notes(entry.code, date)
  const terms = notes.filter(({ type, inherited }) => type === 'inclusionTerm' && !inherited)
  await print(
    `Index terms: ${[entry.title, ...terms.map(({ text }) => text)].join('; ')}${terms.length === 0 ? ' (the tabular lists no other)' : ''}`,
  )
  if (served !== icd10) await print(`Notes are those of ${served}, the nearest edition that is loaded`)
  for (const { type, text, at, inherited } of notes)
    if (type !== 'inclusionTerm')
      await print(
        `${WORDS[type].padEnd(WIDTH)} ${at}${inherited ? ' (inherited)' : ''}: ${text.replace(/^[\s,]+/, '')}`,
      )
  if (!entry.valid) return
  const { severity, mdc, hacs, aliveOnly } = grouper.diagnosis(grouper.codes.diagnosis(entry.code), msDrg) ?? {}
  const conditions = [
    ...(aliveOnly ? ['for patients who left alive'] : []),
    ...(hacs ?? []).map((hac) => `on the list of HAC ${hac}`),
  ]
  await print(`As a secondary: ${[severity ?? 'unknown', ...conditions].join(', ')} (MS-DRG ${msDrg})`)
  await print(
    `As the principal: MDC ${mdc === undefined ? '-' : String(mdc).padStart(2, '0')}, ${drgsOf(entry.code, msDrg, grouper)}`,
  )
}

/** The DRGs of a medical stay for this code alone, whatever the severity. */
function drgsOf(code: string, msDrg: string, grouper: Grouper): string {
  const stay = grouper.read({
    diagnoses: [{ code, poa: 'Y' }],
    procedures: [],
    ageInYears: 60,
    sex: 'F',
    dischargeStatus: '01',
  })
  const { returnCode, baseDrg } = grouper.group(stay, msDrg)
  if (returnCode !== 'OK') return returnCode
  const told = grouper.family(baseDrg, msDrg).map((drg) => {
    const weight = grouper.weight(drg, msDrg)?.weight ?? null
    return `${drg} ${grouper.title(Number(drg), msDrg)}${weight === null ? '' : ` (weight ${weight})`}`
  })
  return `without a procedure ${told.join('; ')}`
}

async function explainProcedure(
  entry: CodeEntry,
  msDrg: string,
  { grouper }: ReturnType<typeof openKnowledge>,
): Promise<void> {
  const grouped = grouper.procedure(grouper.codes.procedure(entry.code), msDrg)
  await print(
    grouped === undefined
      ? `MS-DRG ${msDrg} does not know it`
      : `${grouped.operatingRoom ? 'An operating-room procedure' : 'Not an operating-room procedure'} (MS-DRG ${msDrg})`,
  )
}

export function addExplain(program: Command): void {
  program
    .command('explain')
    .argument('<code>', 'an ICD-10-CM or ICD-10-PCS code')
    .option(
      '--date <date>',
      'date whose code set applies (default: today)',
      isoDate,
      new Date().toISOString().slice(0, 10),
    )
    .description('explain a code: validity, notes, edits and DRGs')
    .action(exitWith(explain))
}
