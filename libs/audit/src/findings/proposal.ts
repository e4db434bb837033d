import { dotted, normalizeCode } from '@claims-audit/contracts'
import type { Proposal, ValidatedClaim } from '@claims-audit/contracts'
import { NO_CHANGE } from './match.js'

type Coded = ValidatedClaim['claim']

/** Whether it changes any code. */
export const changesCodes = (proposal: Proposal): boolean =>
  proposal.add.length + proposal.remove.length + proposal.replace.length > 0

/** One code in place of another, both normalized; where the claim has the other already, the one goes. */
export function replacing(from: string, to: string, { diagnoses }: Coded): Proposal {
  const billed = diagnoses.some(({ role, code }) => role !== 'admitting' && code === to)
  return billed
    ? { ...NO_CHANGE, remove: [{ code: dotted(from) }] }
    : { ...NO_CHANGE, replace: [{ from: dotted(from), to: dotted(to) }] }
}

/**
 * The claim as it would be coded: replacements keep their place and POA; an added code stands last and, unless the
 * proposal says otherwise, was present on admission.
 */
export function applied(claim: Coded, proposals: Proposal[]): Coded {
  const replaced = new Map(
    proposals.flatMap(({ replace }) =>
      replace.map(({ from, to }): [string, string] => [normalizeCode(from), normalizeCode(to)]),
    ),
  )
  const removed = new Set(proposals.flatMap(({ remove }) => remove.map(({ code }) => normalizeCode(code))))
  const kept = claim.diagnoses
    .filter(({ code }) => !removed.has(code))
    .map((diagnosis) => ({ ...diagnosis, code: replaced.get(diagnosis.code) ?? diagnosis.code }))
  const present = new Set(kept.map(({ code }) => code))
  const added = new Map(
    proposals.flatMap(({ add }) => add.map(({ code, poa = 'Y' }): [string, string] => [normalizeCode(code), poa])),
  )
  return {
    ...claim,
    diagnoses: [
      ...kept,
      ...[...added]
        .filter(([code]) => !present.has(code))
        .map(([code, poa]) => ({ role: 'secondary' as const, code, poa })),
    ],
  }
}
