import { dotted, normalizeCode } from '@claims-audit/contracts'
import { openKnowledge } from '@claims-audit/reference'
import type { CodeEntry } from '@claims-audit/code-sets'
import { print } from './output.js'

/** `explain CODE`: title, billable, notes in force, CC level, MDC, and the DRG of a stay for it alone. */
export async function explain(raw: string, { date }: { date: string }): Promise<number> {
  const knowledge = openKnowledge()
  const code = normalizeCode(raw)
  const editions = knowledge.editionsOn(date)
  if (editions === undefined) throw new Error(`no edition is loaded for ${date}`)
  const entry = knowledge.codeSets.diagnosis(code, date) ?? knowledge.codeSets.procedure(code, date)
  if (entry === undefined) {
    await print(`${raw} is no ICD-10 code on ${date} (${editions.icd10})`)
    return 1
  }
  await print(`${entry.dotted}  ${entry.title}`)
  await print(`${statusOf(entry)} on ${date} (${editions.icd10}, ${entry.system === 'icd-10-cm' ? 'ICD-10-CM' : 'ICD-10-PCS'})`)
  if (entry.system === 'icd-10-cm') await explainDiagnosis(entry, date, editions.msDrg, knowledge)
  return 0
}

const statusOf = (entry: CodeEntry): string => (entry.header ? 'A header, not billable' : entry.valid ? 'Valid and billable' : 'Not valid')

async function explainDiagnosis(entry: CodeEntry, date: string, msDrg: string, { codeSets, grouper }: ReturnType<typeof openKnowledge>): Promise<void> {
  if (entry.parent !== undefined) await print(`Under ${dotted(entry.parent)}  ${codeSets.diagnosis(entry.parent, date)?.title ?? ''}`)
  for (const child of entry.children) await print(`  ${dotted(child)}  ${codeSets.diagnosis(child, date)?.title ?? ''}`)
  for (const { type, text, at, inherited } of codeSets.notes(entry.code, date)) await print(`${type.padEnd(14)} ${at}${inherited ? ' (inherited)' : ''}: ${text}`)
  if (!entry.valid) return
  const alone = grouper.group(grouper.read({ diagnoses: [{ code: entry.code, poa: 'Y' }], procedures: [], ageInYears: 60, sex: 'F', dischargeStatus: '01' }), msDrg)
  const grouped = grouper.diagnosis(grouper.codes.diagnosis(entry.code), msDrg)
  await print(`As a secondary: ${grouped?.severity ?? 'unknown'}   MDC ${grouped === undefined ? '-' : String(grouped.mdc).padStart(2, '0')}   (MS-DRG ${msDrg})`)
  await print(`A stay for it alone: ${alone.returnCode === 'OK' ? `${alone.finalDrg} ${alone.title}${alone.weight === null ? '' : `, weight ${alone.weight}`}` : alone.returnCode}`)
}
