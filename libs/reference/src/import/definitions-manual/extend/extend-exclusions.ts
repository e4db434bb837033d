import { inForce, type GrouperRows } from '@claims-audit/ms-drg'
import { carried, only, valuesBy } from '../../../open/dated-rows.js'
import type { Edition } from '../definitions-manual.js'

type GroupRow = GrouperRows['exclusionGroups'][number]
type MemberRow = GrouperRows['exclusionMembers'][number]

/**
 * The exclusions of the new version's manual, as rows: a principal keeps its group where that cancels just what the
 * manual says. Otherwise it has another group that does, or a new one. Members are not dated, so a group is only ever
 * given members that were no CC or MCC in any version before.
 */
export function extendExclusions(
  rows: GrouperRows,
  before: string,
  { version, manual }: Edition,
  valid: ReadonlySet<string>,
): { groups: GroupRow[]; members: MemberRow[]; changes: { principals: number; groups: number } } {
  const wanted = wantedBy(manual, valid)
  const book = new GroupBook(rows, new Set(manual['cc-mcc'].map(({ code }) => code)))
  const current = inForce(rows.exclusionGroups, before)
  book.enlarge(current, wanted)
  const kept = new Set(
    current
      .filter(({ pdx_code, exclusion_group }) => book.contents(exclusion_group) === (wanted.get(pdx_code) ?? ''))
      .map(({ pdx_code }) => pdx_code),
  )
  const added = [...wanted]
    .filter(([principal]) => !kept.has(principal))
    .map(([principal, codes]) => ({ pdx_code: principal, ...only(version), exclusion_group: book.groupOf(codes) }))
  return {
    groups: [...carried(rows.exclusionGroups, before, version, ({ pdx_code }) => kept.has(pdx_code)), ...added],
    members: [...rows.exclusionMembers, ...book.added],
    changes: { principals: added.length, groups: book.made },
  }
}

/** By principal: the CCs and MCCs that it cancels, in order, as text. Principals that cancel none are left out. */
function wantedBy(manual: Edition['manual'], valid: ReadonlySet<string>): Map<string, string> {
  const codes = valuesBy(
    manual['cc-mcc'],
    ({ pdx_collection }) => pdx_collection,
    ({ code }) => code,
  )
  const collections = valuesBy(
    manual['cc-exclusion-pdx'],
    ({ pdx_code }) => pdx_code,
    ({ pdx_collection }) => pdx_collection,
  )
  const texts = new Map<string, string>()
  const wanted = [...collections].map(([principal, names]): [string, string] => {
    const key = names.sort().join()
    const text = texts.get(key) ?? textOf(names.flatMap((name) => codes.get(name) ?? []))
    texts.set(key, text)
    return [principal, text]
  })
  return new Map(wanted.filter(([principal, text]) => text !== '' && valid.has(principal)))
}

function textOf(codes: string[]): string {
  return codes.sort().join(' ')
}

/** The exclusion groups, by what they cancel in the new version. */
class GroupBook {
  readonly added: MemberRow[] = []
  made = 0
  readonly #contents: Map<string, string>
  readonly #everCc: Set<string>
  #byContents: Map<string, string> | undefined

  constructor(rows: GrouperRows, ccs: ReadonlySet<string>) {
    const members = valuesBy(
      rows.exclusionMembers,
      ({ exclusion_group }) => exclusion_group,
      ({ cc_mcc_code }) => cc_mcc_code,
    )
    this.#contents = new Map(
      [...members].map(([group, codes]) => [group, textOf(codes.filter((code) => ccs.has(code)))]),
    )
    this.#everCc = new Set(rows.diagnoses.filter(({ severity }) => severity !== 'NCC').map(({ code }) => code))
  }

  contents(group: string): string {
    return this.#contents.get(group) ?? ''
  }

  /** Adds the codes that became CCs to the groups whose principals all cancel them now, and what they did before. */
  enlarge(current: GroupRow[], wanted: ReadonlyMap<string, string>): void {
    for (const [group, rows] of Map.groupBy(
      current.filter(({ pdx_code }) => wanted.has(pdx_code)),
      ({ exclusion_group }) => exclusion_group,
    )) {
      const texts = new Set(rows.map(({ pdx_code }) => wanted.get(pdx_code) as string))
      const known = new Set(this.contents(group).split(' '))
      const codes = [...texts][0]?.split(' ') as string[]
      const more = codes.filter((code) => !known.has(code))
      if (texts.size > 1 || codes.length - more.length < known.size || more.some((code) => this.#everCc.has(code)))
        continue
      this.#add(group, more)
    }
  }

  groupOf(text: string): string {
    this.#byContents ??= new Map([...this.#contents].map(([group, contents]) => [contents, group]))
    const known = this.#byContents.get(text)
    if (known !== undefined) return known
    const group = `${Math.max(0, ...[...this.#contents.keys()].map(Number)) + 1}`
    this.made++
    this.#add(group, text.split(' '))
    this.#byContents.set(text, group)
    return group
  }

  #add(group: string, codes: string[]): void {
    this.#contents.set(
      group,
      textOf([
        ...this.contents(group)
          .split(' ')
          .filter((code) => code !== ''),
        ...codes,
      ]),
    )
    this.added.push(...codes.map((cc_mcc_code) => ({ exclusion_group: group, cc_mcc_code })))
  }
}
