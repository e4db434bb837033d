import type { Fact } from '@claims-audit/evidence'
import type { Additional, Reading } from './additional.js'
import { wordings } from './additional.js'

/** Fourth characters of L97.-: where the ulcer is (ICD-10-CM Tabular List). */
const SITES: Record<string, readonly string[]> = {
  '1': ['thigh'],
  '2': ['calf'],
  '3': ['ankle'],
  '4': ['heel', 'midfoot', 'plantar heel'],
  '5': [
    'toe',
    'great toe',
    'hallux',
    'second toe',
    'third toe',
    'fourth toe',
    'fifth toe',
    'foot',
    'forefoot',
    'plantar foot',
    'sole',
  ],
  '8': ['shin', 'lower leg', 'pretibial area'],
}
/** Sixth characters: how deep. The clinicians who care for the patient may document it (Guideline I.B.14). */
const DEPTHS: Record<string, readonly string[]> = {
  '1': [
    'limited to breakdown of skin',
    'breakdown of skin',
    'skin breakdown only',
    'limited to skin breakdown',
    'partial thickness',
  ],
  '2': [
    'fat layer exposed',
    'exposed fat layer',
    'fat exposed',
    'exposed fat',
    'exposed subcutaneous fat',
    'subcutaneous fat exposed',
    'subcutaneous tissue exposed',
  ],
  '3': ['necrosis of muscle', 'muscle necrosis', 'necrotic muscle'],
  '4': ['necrosis of bone', 'bone necrosis', 'necrotic bone'],
  '5': ['muscle exposed', 'exposed muscle', 'muscle involvement', 'muscle involvement without evidence of necrosis'],
  '6': ['bone exposed', 'exposed bone', 'bone involvement', 'bone involvement without evidence of necrosis'],
}
const SIDES: Record<string, string> = { right: '1', left: '2' }

const ULCER = ['ulcer', 'ulceration', 'foot ulcer']
const KINDS = ['', 'diabetic', 'chronic', 'neuropathic', 'non healing', 'nonhealing', 'infected', 'plantar']
const namesOf = (site: string): string[] => [
  ...wordings(['', ...Object.keys(SIDES)], KINDS, [site], ULCER),
  ...wordings(KINDS, ['', ...Object.keys(SIDES)], [site], ULCER),
  ...wordings(['', ...Object.keys(SIDES)], [site], KINDS, ULCER),
  ...wordings(ULCER, ['of', 'on', 'at', 'over'], ['', 'the', 'his', 'her'], ['', ...Object.keys(SIDES)], [site]),
]
const SITE_OF = new Map(
  Object.entries(SITES).flatMap(([digit, sites]) =>
    sites.flatMap((site) => namesOf(site).map((name): [string, string] => [name, digit])),
  ),
)
const DEPTH_OF = new Map(
  Object.entries(DEPTHS).flatMap(([digit, names]) => names.map((name): [string, string] => [name, digit])),
)

/** The one value that all mentions agree on. */
function one<T>(found: (T | undefined)[]): T | undefined {
  const named = [...new Set(found.filter((each) => each !== undefined))]
  return named.length === 1 ? named[0] : undefined
}

/**
 * Site, side and depth of a non-pressure ulcer of the lower limb: one code where the record says one ulcer, else the
 * category.
 */
export const ULCERS: Additional = {
  family: 'L97',
  phrases: [...SITE_OF.keys(), ...DEPTH_OF.keys()],
  by: 'anyone',
  read: (facts: Fact[]): Reading[] => {
    const sited = facts.filter(({ concept }) => SITE_OF.has(concept))
    if (sited.length === 0) return []
    const site = one(sited.map(({ concept }) => SITE_OF.get(concept)))
    const side = one(sited.map(({ laterality }) => SIDES[laterality ?? '']))
    const deep = facts.filter(({ concept }) => DEPTH_OF.has(concept))
    const depth = deep.length === 0 ? '9' : one(deep.map(({ concept }) => DEPTH_OF.get(concept)))
    return site === undefined || side === undefined || depth === undefined
      ? [{ code: 'L97', facts: sited }]
      : [{ code: `L97.${site}${side}${depth}`, facts: [...sited, ...deep] }]
  },
}
