import type { Finding, Submitted } from '../../api/types.ts'

/** A code of the claim, or one that a finding would add, with what is proposed for it. */
export interface CodeRow {
  code: string
  role: string
  poa: string | undefined
  change: 'same' | 'removed' | 'replaced' | 'moved' | 'added'
  /** The code that would take its place. */
  to: string | undefined
  /** Findings that propose it. */
  by: Finding[]
}

const bare = (code: string): string => code.replace('.', '').toUpperCase()

/**
 * Each submitted diagnosis beside what findings propose for it; then the codes that they would add. Codes are compared
 * without their dots.
 */
export function codesWithProposals(diagnoses: Submitted['diagnoses'], findings: readonly Finding[]): CodeRow[] {
  const submitted = new Set(diagnoses.map(({ code }) => bare(code)))
  const rows = diagnoses.map(({ code, role, poa }): CodeRow => {
    const removing = findings.filter(({ proposal }) => proposal.remove.some((each) => bare(each.code) === bare(code)))
    const replacing = findings.filter(({ proposal }) => proposal.replace.some(({ from }) => bare(from) === bare(code)))
    const moving = findings.filter(({ proposal }) => proposal.add.some((each) => bare(each.code) === bare(code)))
    const to = replacing[0]?.proposal.replace.find(({ from }) => bare(from) === bare(code))?.to
    const by = [...new Set([...replacing, ...removing, ...moving])]
    const change =
      replacing.length > 0 ? 'replaced' : moving.length > 0 ? 'moved' : removing.length > 0 ? 'removed' : 'same'
    return { code, role, poa, change, to, by }
  })
  const added = new Map<string, CodeRow>()
  for (const finding of findings)
    for (const { code, role = 'secondary', poa } of finding.proposal.add) {
      if (submitted.has(bare(code))) continue
      const row = added.get(bare(code)) ?? { code, role, poa, change: 'added', to: undefined, by: [] }
      added.set(bare(code), { ...row, by: [...row.by, finding] })
    }
  return [...rows, ...added.values()]
}
