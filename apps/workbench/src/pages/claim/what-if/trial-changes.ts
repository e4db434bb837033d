import type { Finding, Submitted, TrialChanges } from '../../../api/types.ts'

/** What a person has changed of a claim, to see what it would come to. */
export interface Tried {
  removed: readonly string[]
  added: readonly { code: string; poa?: string }[]
  replaced: readonly { from: string; to: string }[]
  /** Codes in the order wanted; empty: as submitted. */
  order: readonly string[]
  removedProcedures: readonly string[]
  addedProcedures: readonly string[]
}

export const NOTHING: Tried = {
  removed: [],
  added: [],
  replaced: [],
  order: [],
  removedProcedures: [],
  addedProcedures: [],
}

export const isNothing = (tried: Tried): boolean =>
  Object.values(tried).every((part: readonly unknown[]) => part.length === 0)

/** As `claims:try` takes it. */
export const changesOf = (tried: Tried): TrialChanges => ({
  ...(tried.removed.length > 0 && { remove: [...tried.removed] }),
  ...(tried.added.length > 0 && { add: [...tried.added] }),
  ...(tried.replaced.length > 0 && { replace: [...tried.replaced] }),
  ...(tried.order.length > 0 && { order: [...tried.order] }),
  ...(tried.removedProcedures.length > 0 && { removeProcedures: [...tried.removedProcedures] }),
  ...(tried.addedProcedures.length > 0 && { addProcedures: tried.addedProcedures.map((code) => ({ code })) }),
})

const toggled = (list: readonly string[], code: string): readonly string[] =>
  list.includes(code) ? list.filter((each) => each !== code) : [...list, code]

export const toggleCode = (tried: Tried, code: string): Tried => {
  const removed = toggled(tried.removed, code)
  return { ...tried, removed, order: tried.order.filter((each) => !removed.includes(each)) }
}

export const toggleProcedure = (tried: Tried, code: string): Tried => ({
  ...tried,
  removedProcedures: toggled(tried.removedProcedures, code),
})

/** PCS codes have seven characters and no dot; all else is taken for a diagnosis. */
export function addCode(tried: Tried, typed: string): Tried {
  const code = typed.trim().toUpperCase()
  if (code === '') return tried
  if (/^[0-9A-HJ-NP-Z]{7}$/.test(code) && !code.includes('.'))
    return { ...tried, addedProcedures: [...new Set([...tried.addedProcedures, code])] }
  return tried.added.some((each) => each.code === code) ? tried : { ...tried, added: [...tried.added, { code }] }
}

/** Moves a diagnosis up or down among those that are ranked, as `rankedCodes` gives them. */
export function moveCode(tried: Tried, ranked: readonly string[], code: string, by: 1 | -1): Tried {
  const order = [...ranked]
  const at = order.indexOf(code)
  const to = at + by
  if (at === -1 || to < 0 || to >= order.length) return tried
  order.splice(at, 1)
  order.splice(to, 0, code)
  return { ...tried, order }
}

/**
 * Principal and secondary codes that are still on the claim: first those that were put in an order, then the others.
 */
export const rankedCodes = (diagnoses: Submitted['diagnoses'], tried: Tried): string[] => {
  const ranked = diagnoses
    .filter(({ role, code }) => (role === 'principal' || role === 'secondary') && !tried.removed.includes(code))
    .map(({ code }) => code)
  const first = tried.order.filter((code) => ranked.includes(code))
  return [...first, ...ranked.filter((code) => !first.includes(code))]
}

/** With what a finding proposes, as far as the claim has the codes. */
export function withProposal(tried: Tried, { proposal }: Finding, diagnoses: Submitted['diagnoses']): Tried {
  const bare = (code: string): string => code.replace('.', '')
  const held = (code: string): string | undefined => diagnoses.find((each) => bare(each.code) === bare(code))?.code
  const removed = proposal.remove.flatMap(({ code }) => held(code) ?? [])
  const replaced = proposal.replace.filter(({ from }) => held(from) !== undefined)
  const principal = proposal.add.find(({ role, code }) => role === 'principal' && held(code) !== undefined)
  const added = proposal.add.filter(({ code }) => held(code) === undefined)
  return {
    ...tried,
    removed: [
      ...new Set([...tried.removed, ...removed.filter((code) => code !== (principal && held(principal.code)))]),
    ],
    replaced: [...tried.replaced.filter(({ from }) => replaced.every((each) => each.from !== from)), ...replaced],
    added: [
      ...tried.added,
      ...added
        .filter(({ code }) => tried.added.every((each) => each.code !== code))
        .map(({ code, poa }) => ({ code, ...(poa && { poa }) })),
    ],
    order: principal === undefined ? tried.order : [held(principal.code) as string],
  }
}
