/** Opens dictionary and grouper, then each version by its first claim; prints what that took (footprint.ts). */
import { openCodeDictionary, openGrouper } from '@claims-audit/reference'
import type { Cost } from './footprint.ts'

const cost: Cost = {}
const before = megabytes()
step('dictionary', openCodeDictionary)
const grouper = step('tables', openGrouper)
const stay = grouper.read({ diagnoses: [{ code: 'M4302', poa: 'Y' }], procedures: ['0RG10A0'], ageInYears: 60, sex: 'F', dischargeStatus: '01' })
for (const version of grouper.versions) step(version, () => grouper.group(stay, version))
console.log(JSON.stringify(cost))

function step<T>(name: string, run: () => T): T {
  const began = performance.now()
  const result = run()
  const ms = performance.now() - began
  cost[name] = { ms: Number(ms.toFixed(1)), MB: Number((megabytes() - before).toFixed(1)) }
  return result
}

function megabytes(): number {
  globalThis.gc?.()
  const { heapUsed, external } = process.memoryUsage()
  return (heapUsed + external) / 1e6
}
