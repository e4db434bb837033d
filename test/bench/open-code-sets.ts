/**
 * Opens dictionary and code sets, then each edition by its first code and its first claim; prints what that took
 * (footprint.ts).
 */
import { editionsOn } from '@claims-audit/code-sets'
import { openCodeDictionary, openCodeSets } from '@claims-audit/reference'
import { costOfSteps } from './cost.ts'

const FIRST_DAYS = [
  '2022-10-01',
  '2023-04-01',
  '2023-10-01',
  '2024-04-01',
  '2024-10-01',
  '2025-04-01',
  '2025-10-01',
  '2026-04-01',
  '2026-10-01',
]
const { cost, step } = costOfSteps()
step('dictionary', openCodeDictionary)
const sets = step('code sets and both tabulars', openCodeSets)
for (const date of FIRST_DAYS) {
  step(editionsOn(date)?.icd10 ?? date, () => {
    sets.diagnosis('M43.02', date)
    sets.notes('M43.02', date)
    sets.editor.edit(
      sets.editor.read({
        date,
        diagnoses: ['M4302'],
        procedures: ['0RG10A0'],
        ageInYears: 60,
        sex: 'F',
        dischargeStatus: '01',
        lengthOfStay: 3,
      }),
    )
  })
}
console.log(JSON.stringify(cost))
