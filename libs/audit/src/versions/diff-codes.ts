import type { Claim } from '@claims-audit/claim'
import { dotted } from '@claims-audit/contracts'
import type { Diagnosis } from '@claims-audit/contracts'

/** Where a code stands on one version of a claim. */
export interface CodePlace {
  /** 1-based, among the codes of its kind. */
  place: number
  /** Null for a procedure. */
  role: Diagnosis['role'] | null
  poa: string | null
  /** Of a procedure; ISO. */
  date: string | null
}

/** A code of two versions of a claim; null on a side that does not have it. */
export interface CodeChange {
  kind: 'diagnosis' | 'admitting' | 'procedure'
  /** Diagnoses with their dot. */
  code: string
  change: 'added' | 'removed' | 'changed' | 'same'
  /** How a changed code differs; `order`: it passed other codes that both versions have. */
  differs: ('order' | 'role' | 'poa' | 'date')[]
  a: CodePlace | null
  b: CodePlace | null
}

/** The codes of `b` in their order, each removed one behind the code that it followed in `a`. */
export function diffCodes(a: Coded, b: Coded): CodeChange[] {
  const [before, after] = [placedOf(a), placedOf(b)]
  const rows = [...after.keys()].map((key) => ({ key, a: before.get(key) ?? null, b: after.get(key) as Placed }))
  const inOrder = longestRise(rows.flatMap(({ a: was }) => (was === null ? [] : [was.index])))
  const changes = rows.map(({ key, ...row }) => ({ key, ...changeOf(row, row.a === null || inOrder.has(row.a.index)) }))
  let previous: string | undefined
  for (const [key, was] of before) {
    if (!after.has(key)) {
      const at = changes.findIndex((change) => change.key === previous) + 1
      changes.splice(at, 0, { key, ...changeOf({ a: was, b: null }, true) })
    }
    previous = key
  }
  return changes.map(({ key: _, ...change }) => change)
}

type Coded = Pick<Claim, 'diagnoses' | 'procedures'>

interface Placed extends CodePlace, Pick<CodeChange, 'kind' | 'code'> {
  /** Among all codes of the claim. */
  index: number
}

/** By kind, code and, where a claim has one more than once, which of them. */
function placedOf({ diagnoses, procedures }: Coded): Map<string, Placed> {
  const all = [
    ...diagnoses.map(({ code, role, poa = null }) => ({
      kind: role === 'admitting' ? ('admitting' as const) : ('diagnosis' as const),
      ...{ code: dotted(code), role, poa, date: null },
    })),
    ...procedures.map(({ code, date = null }) => ({ kind: 'procedure' as const, code, role: null, poa: null, date })),
  ]
  const placed = new Map<string, Placed>()
  const counts = new Map<string, number>()
  const next = (name: string): number => {
    const count = (counts.get(name) ?? 0) + 1
    counts.set(name, count)
    return count
  }
  for (const [index, each] of all.entries())
    placed.set(`${each.kind} ${each.code} ${next(`${each.kind} ${each.code}`)}`, {
      ...{ ...each, index, place: next(each.kind) },
    })
  return placed
}

function changeOf({ a, b }: { a: Placed | null; b: Placed | null }, isInOrder: boolean): CodeChange {
  const { kind, code } = (b ?? a) as Placed
  const places = { kind, code, a: a && placeOf(a), b: b && placeOf(b) }
  if (a === null) return { ...places, change: 'added', differs: [] }
  if (b === null) return { ...places, change: 'removed', differs: [] }
  const differs: CodeChange['differs'] = [
    ...(isInOrder ? [] : ['order' as const]),
    ...(['role', 'poa', 'date'] as const).filter((field) => a[field] !== b[field]),
  ]
  return { ...places, change: differs.length === 0 ? 'same' : 'changed', differs }
}

const placeOf = ({ place, role, poa, date }: Placed): CodePlace => ({ place, role, poa, date })

/** Of different numbers the members of a longest rising subsequence: what was moved is the rest, and no more. */
function longestRise(numbers: readonly number[]): Set<number> {
  const ends: number[] = []
  const before = new Map<number, number | undefined>()
  for (const number of numbers) {
    const at = ends.findIndex((end) => end > number)
    const length = at === -1 ? ends.length : at
    before.set(number, ends[length - 1])
    ends[length] = number
  }
  const rise = new Set<number>()
  for (let number = ends.at(-1); number !== undefined; number = before.get(number)) rise.add(number)
  return rise
}
