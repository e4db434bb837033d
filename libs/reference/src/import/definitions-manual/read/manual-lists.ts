import type { DefinitionsManual } from '../definitions-manual.js'

/**
 * A Definitions Manual turned round: every list that a code can be on, by the words it is printed under. A combination
 * of procedures is on lists too; it is written as `drg-logic` writes it, choices and codes in a fixed order.
 */
export type ManualLists = Map<string, Set<string>>

/**
 * The lists of diagnoses, of procedures and of combinations; the names of those that make the logic of DRGs begin with
 * `logic`.
 */
export function listsOf(manual: DefinitionsManual): { diagnoses: ManualLists; procedures: ManualLists } {
  const diagnoses = new Lists()
  const procedures = new Lists()
  const indexed = new Set(manual['dx-mdc-drg'].map(({ code }) => code))
  for (const { code, mdc } of manual['dx-mdc']) diagnoses.add(`MDC ${mdc}`, code)
  for (const { code, mdc, drgs } of manual['dx-mdc-drg']) diagnoses.add(`index ${mdc} ${drgs}`, code)
  for (const { code } of manual['cc-alive-only']) diagnoses.add('alive only', code)
  for (const { code, is_or, in_cluster, mdc, drgs, surgical_category } of manual['or-procedures']) {
    procedures.add(is_or === '1' ? 'O.R.' : 'non-O.R.', code)
    if (in_cluster === '1') procedures.add('in clusters', code)
    procedures.add(`index ${mdc} ${drgs} ${surgical_category.toLowerCase()}`, code)
  }
  for (const { code } of manual['non-extensive-procedures']) procedures.add('non-extensive', code)
  for (const { code } of manual['mdc14-procedures']) procedures.add('surgical in MDC 14', code)
  for (const { codes, mdc, drgs, surgical_category } of manual['procedure-clusters'])
    procedures.add(`index ${mdc} ${drgs} ${surgical_category.toLowerCase()}`, ordered(codes))
  for (const { code1, code2 } of manual['nonor-combinations'])
    procedures.add('combined non-O.R.', ordered(`${code1}+${code2}`))
  for (const { hac, list, code } of manual.hac)
    (list.includes('PROCEDURES') ? procedures : diagnoses).add(`HAC ${hac} ${list}`, code)
  for (const { mdc, drgs, heading, codes } of manual['drg-logic']) {
    for (const code of codes.split(' '))
      (indexed.has(code) ? diagnoses : procedures).add(`logic ${mdc} ${drgs} ${heading}`, ordered(code))
  }
  return { diagnoses: diagnoses.lists, procedures: procedures.lists }
}

class Lists {
  readonly lists: ManualLists = new Map()

  add(name: string, code: string): void {
    const codes = this.lists.get(name) ?? new Set()
    this.lists.set(name, codes.add(code))
  }
}

/** A combination with its choices and their codes in order. */
export function ordered(codes: string): string {
  return codes
    .split('+')
    .map((choice) => choice.split(',').sort().join(','))
    .sort()
    .join('+')
}

/**
 * What a version's lists are called in the version before: by the same words, or by other words where the codes of both
 * versions are the same. Those that have no counterpart are `added` and `dropped`; those of `newDrgs` have none, for
 * what their codes are asked for is new.
 */
export function matchLists(
  from: ManualLists,
  to: ManualLists,
  newDrgs: readonly string[],
): { names: Map<string, string>; added: string[]; dropped: string[] } {
  const known = { from: codesOf(from), to: codesOf(to) }
  const names = new Map([...to.keys()].filter((name) => from.has(name)).map((name) => [name, name]))
  const orphans = new Map(
    [...from].filter(([name]) => !to.has(name)).map(([name, codes]) => [contents(codes, known.to), name]),
  )
  orphans.delete('')
  for (const [name, codes] of to) {
    const former =
      names.has(name) || newDrgs.some((drg) => name.includes(` ${drg} `))
        ? undefined
        : orphans.get(contents(codes, known.from))
    if (former !== undefined) names.set(name, former)
  }
  const kept = new Set(names.values())
  return {
    names,
    added: [...to.keys()].filter((name) => !names.has(name)),
    dropped: [...from.keys()].filter((name) => !kept.has(name)),
  }
}

/**
 * By code, the lists that it is on, joined: codes with the same text are the same to the manual. `nameOf` gives
 * undefined for a list that does not count.
 */
export function marksOf(lists: ManualLists, nameOf: (list: string) => string | undefined): Map<string, string> {
  const marks = new Map<string, Set<string>>()
  for (const [list, codes] of lists) {
    const name = nameOf(list)
    if (name === undefined) continue
    for (const code of codes) marks.set(code, (marks.get(code) ?? new Set()).add(name))
  }
  return new Map([...marks].map(([code, names]) => [code, [...names].sort().join('; ')]))
}

export function codesOf(lists: ManualLists): Set<string> {
  return new Set([...lists.values()].flatMap((codes) => [...codes]))
}

function contents(codes: Set<string>, known: Set<string>): string {
  return [...codes]
    .filter((code) => known.has(code))
    .sort()
    .join(' ')
}
