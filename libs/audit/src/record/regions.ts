import type { Region } from '@claims-audit/evidence'

/**
 * The fifth character by which M43.-, M47.- and M54.1- name a region, and the words by which a title does (ICD-10-CM
 * tabular, M40-M54).
 */
const SITES: { site: Site; digit: string; title: string }[] = [
  { site: 'occipito-atlanto-axial', digit: '1', title: 'occipito-atlanto-axial region' },
  { site: 'cervicothoracic', digit: '3', title: 'cervicothoracic region' },
  { site: 'cervical', digit: '2', title: 'cervical region' },
  { site: 'thoracolumbar', digit: '5', title: 'thoracolumbar region' },
  { site: 'thoracic', digit: '4', title: 'thoracic region' },
  { site: 'lumbosacral', digit: '7', title: 'lumbosacral region' },
  { site: 'lumbar', digit: '6', title: 'lumbar region' },
  { site: 'sacral', digit: '8', title: 'sacral and sacrococcygeal region' },
  { site: 'several', digit: '9', title: 'multiple sites in spine' },
]

/** The regions from above to below. */
const DOWNWARDS: Site[] = [
  'occipito-atlanto-axial',
  'cervical',
  'cervicothoracic',
  'thoracic',
  'thoracolumbar',
  'lumbar',
  'lumbosacral',
  'sacral',
]

/** Whether two are one region, or border each other. */
export const isNear = (one: Site, other: Site): boolean =>
  Math.abs(DOWNWARDS.indexOf(one) - DOWNWARDS.indexOf(other)) <= 1

/** Where a code or a record places a condition: one region, or more than one (M43.09). */
export type Site = Region | 'several'

/** The site that a code's title names, if it names one. M50.- is of the neck where it names a disc by its level. */
export function siteOfTitle(title: string): Site | undefined {
  const named = SITES.find((entry) => title.toLowerCase().endsWith(entry.title))?.site
  return named ?? (/^(?:other )?cervical disc\b/i.test(title) ? 'cervical' : undefined)
}

/** The regions that every located fact allows: L5 may be lumbar or lumbosacral, and L5 with L5-S1 is lumbosacral. */
export function sharedRegions(facts: { regions: Region[] }[]): Region[] {
  const [first, ...others] = facts.filter((fact) => fact.regions.length > 0)
  return first?.regions.filter((region) => others.every((fact) => fact.regions.includes(region))) ?? []
}

/** Where the facts together place a condition; of a level that borders two regions, the one of its vertebra. */
export function siteOf(facts: { regions: Region[] }[]): Site | undefined {
  const located = facts.filter((fact) => fact.regions.length > 0)
  return located.length === 0 ? undefined : (sharedRegions(located)[0] ?? 'several')
}

export const digitOf = (site: Site | undefined): string | undefined => SITES.find((entry) => entry.site === site)?.digit

/** The regions whose disc disorders are M50.-; all others' are M51.-. */
const NECK: (Site | undefined)[] = ['occipito-atlanto-axial', 'cervical', 'cervicothoracic']
export const isCervical = (site: Site | undefined): boolean => NECK.includes(site)
