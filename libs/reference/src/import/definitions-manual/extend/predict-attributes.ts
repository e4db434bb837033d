import { marksOf, matchLists, type ManualLists } from '../read/manual-lists.js'

export interface Prediction {
  /** By code: what its attributes are. */
  attributes: Map<string, string>
  /** By code that has none: why not. */
  byHand: Map<string, string>
  /** Lists of logic without a counterpart in the other version. */
  lists: { added: string[]; dropped: string[] }
}

/**
 * What attributes codes have in a version, from what they had in the version before and from the lists of both
 * versions' manuals. A code on the same lists as before keeps its own; a new one has those of the codes that were on
 * its lists, and on no others, if these agree. Lists are the same when their words are, or else their codes. Not
 * predicted, for nothing before tells: a code on a list of logic that came or went, or on a list of a new DRG, and one
 * that was there before but would now have other attributes. (A list that is gone is no loss where the same codes are
 * still asked for elsewhere.)
 */
export function predictAttributes(
  codes: Iterable<string>,
  before: ReadonlyMap<string, string>,
  from: ManualLists,
  to: ManualLists,
  newDrgs: readonly string[],
): Prediction {
  const { names, added, dropped } = matchLists(from, to, newDrgs)
  const kept = new Set(names.values())
  const marksBefore = marksOf(from, (list) => (kept.has(list) ? list : undefined))
  const marks = marksOf(to, (list) => names.get(list))
  const lists = { added: added.filter(isLogic), dropped: dropped.filter(isLogic) }
  const still = new Set([...kept].filter(isLogic).map((list) => contents(from.get(list))))
  const missed = lists.dropped.filter((list) => !still.has(contents(from.get(list))))
  const unsettled = new Map([
    ...listCodes(to, lists.added, 'on a new list'),
    ...listCodes(from, missed, 'was on a list that is gone'),
  ])
  const classes = classesOf(before, marksBefore)
  const prediction: Prediction = { attributes: new Map(), byHand: new Map(), lists }
  for (const code of codes) {
    const own = before.get(code)
    const now = marks.get(code) ?? ''
    const reason = unsettled.get(code)
    const alike = classes.get(now)
    if (reason !== undefined) prediction.byHand.set(code, reason)
    else if (own !== undefined && now === (marksBefore.get(code) ?? '')) prediction.attributes.set(code, own)
    else if (alike?.size === 1 && (own === undefined || alike.has(own)))
      prediction.attributes.set(code, [...alike][0] as string)
    else if (alike?.size === 1) prediction.byHand.set(code, `moved to where codes have ${[...alike][0]}`)
    else
      prediction.byHand.set(
        code,
        `${alike ? 'codes on the same lists differ' : 'no code was on the same lists'}: ${now}`,
      )
  }
  return prediction
}

/** By lists: the attributes that codes with these lists have. */
function classesOf(
  attributes: ReadonlyMap<string, string>,
  marks: ReadonlyMap<string, string>,
): Map<string, Set<string>> {
  const classes = new Map<string, Set<string>>()
  for (const [code, names] of attributes) {
    const lists = marks.get(code) ?? ''
    classes.set(lists, (classes.get(lists) ?? new Set()).add(names))
  }
  return classes
}

function contents(codes: ReadonlySet<string> = new Set()): string {
  return [...codes].sort().join(' ')
}

function isLogic(list: string): boolean {
  return list.startsWith('logic ')
}

function listCodes(lists: ManualLists, names: string[], words: string): [string, string][] {
  return names.flatMap((name) =>
    [...(lists.get(name) ?? [])].map((code): [string, string] => [code, `${words}: ${name}`]),
  )
}
