/** Spinal regions as ICD-10-CM's fifth characters draw them (M43.0-, M43.1-, M47.-, M54.1-). */
export const REGIONS = [
  'occipito-atlanto-axial',
  'cervical',
  'cervicothoracic',
  'thoracic',
  'thoracolumbar',
  'lumbar',
  'lumbosacral',
  'sacral',
] as const
export type Region = (typeof REGIONS)[number]

/** How many vertebrae (of the neck: roots) each letter has. */
const HIGHEST: Record<string, number> = { C: 8, T: 12, L: 5, S: 5 }
const WHOLE: Record<string, Region> = { C: 'cervical', T: 'thoracic', L: 'lumbar', S: 'sacral' }

/**
 * The regions of one vertebra or root. C2 and L5 border two; C8 is a root without a vertebra, below C7 (M54.13), and
 * one of the neck's. Empty where no region is known.
 */
export function regionsOfVertebra(letter: string, number: number): Region[] {
  if (letter === 'C' && number <= 1) return ['occipito-atlanto-axial']
  if (letter === 'C' && number === 2) return ['occipito-atlanto-axial', 'cervical']
  if (letter === 'C' && number === 8) return ['cervicothoracic', 'cervical']
  if (letter === 'L' && number === 5) return ['lumbar', 'lumbosacral']
  return wholeRegion(letter, number)
}

/** The part of the spine that a letter stands for, where it has such a number. */
export function wholeRegion(letter: string, number: number): Region[] {
  const region = WHOLE[letter]
  return region !== undefined && number >= 1 && number <= (HIGHEST[letter] ?? 0) ? [region] : []
}
