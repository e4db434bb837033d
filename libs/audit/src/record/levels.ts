/** The vertebrae from above to below. */
const VERTEBRAE = [
  ...Array.from({ length: 7 }, (_, i) => `C${i + 1}`),
  ...Array.from({ length: 12 }, (_, i) => `T${i + 1}`),
  ...Array.from({ length: 5 }, (_, i) => `L${i + 1}`),
  ...Array.from({ length: 5 }, (_, i) => `S${i + 1}`),
]

/** The vertebrae of a level: one, or all from the first to the last of `C4-C7`. C8 is a root, and no vertebra. */
function vertebraeOf(level: string): string[] {
  const [upper = '', lower = upper] = level.split('-')
  const [from, to] = [VERTEBRAE.indexOf(upper), VERTEBRAE.indexOf(lower)]
  return from < 0 || to < from ? [level] : VERTEBRAE.slice(from, to + 1)
}

/** Whether two levels have a vertebra in common: C6 and C6-C7 have, C3 and C6 have not. */
export function sharesLevel(a: string, b: string): boolean {
  const others = vertebraeOf(b)
  return vertebraeOf(a).some((vertebra) => others.includes(vertebra))
}

/** The joints of a level: `C4-C7` has three, a single vertebra none. */
export function jointsOf(level: string): string[] {
  const vertebrae = vertebraeOf(level)
  return vertebrae.slice(1).map((lower, at) => `${vertebrae[at]}-${lower}`)
}

/**
 * The characters by which M50.- names a disc's level (ICD-10-CM tabular, M50): high cervical, one of three
 * mid-cervical, cervicothoracic.
 */
const DISCS: Record<string, string> = {
  'C2-C3': '1',
  'C3-C4': '1',
  'C4-C5': '21',
  'C5-C6': '22',
  'C6-C7': '23',
  'C7-T1': '3',
}

/** Those of the one disc that levels name, if they name one. */
export function discOf(levels: string[]): string | undefined {
  const named = [...new Set(levels.map((level) => DISCS[level]))]
  return named.length === 1 ? named[0] : undefined
}
