/** Opens dictionary and grouper, then each version by its first claim; prints what that took (footprint.ts). */
import { openCodeDictionary, openGrouper } from '@claims-audit/reference'
import { costOfSteps } from './cost.ts'

const { cost, step } = costOfSteps()
step('dictionary', openCodeDictionary)
const grouper = step('tables', openGrouper)
const stay = grouper.read({
  diagnoses: [{ code: 'M4302', poa: 'Y' }],
  procedures: ['0RG10A0'],
  ageInYears: 60,
  sex: 'F',
  dischargeStatus: '01',
})
for (const version of grouper.versions) step(version, () => grouper.group(stay, version))
console.log(JSON.stringify(cost))
