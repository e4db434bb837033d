import type { ValidatedClaim } from '@claims-audit/contracts'

/**
 * A claim's diagnoses as CMS's editor and grouper take them: the principal first, external causes among the secondaries, the admitting diagnosis
 * left out. Without a principal the first place stays empty: both answer that, each in its way.
 */
export function groupedDiagnoses({ diagnoses }: ValidatedClaim['claim']): { code: string; poa?: string | undefined }[] {
  const grouped = diagnoses.filter(({ role }) => role !== 'admitting')
  const hasPrincipal = grouped[0]?.role === 'principal'
  return [...(hasPrincipal ? [] : [{ code: '' }]), ...grouped]
}
