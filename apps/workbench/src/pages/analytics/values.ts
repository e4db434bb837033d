import type { ApiComponents } from '@claims-audit/contracts'
import { counted, dollars, weightChange } from '../../parts/format.ts'

type Unit = ApiComponents['schemas']['Measure']['unit']

const percent = (share: number): string => `${(share * 100).toFixed(1)} %`

const BY_UNIT: Record<Unit, (value: number) => string> = {
  findings: counted,
  acts: counted,
  dollars,
  weight: weightChange,
  share: percent,
  kappa: (value) => value.toFixed(2),
}

/** A measure's value in its unit; a dash where there is nothing to divide by. */
export const valueIn = (unit: Unit, value: number | null): string => (value === null ? '–' : BY_UNIT[unit](value))

/** A numerator or denominator: shares and kappas count things. */
export const amountIn = (unit: Unit, amount: number): string =>
  unit === 'share' || unit === 'kappa' ? counted(amount) : BY_UNIT[unit](amount)
