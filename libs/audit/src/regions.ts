import type { Region } from '@claims-audit/evidence'

/** The fifth character by which M43.-, M47.- and M54.1- name a region, and the words by which a title does (ICD-10-CM tabular, M40-M54). */
const REGIONS: { region: Region; digit: string; title: string }[] = [
  { region: 'occipito-atlanto-axial', digit: '1', title: 'occipito-atlanto-axial region' },
  { region: 'cervicothoracic', digit: '3', title: 'cervicothoracic region' },
  { region: 'cervical', digit: '2', title: 'cervical region' },
  { region: 'thoracolumbar', digit: '5', title: 'thoracolumbar region' },
  { region: 'thoracic', digit: '4', title: 'thoracic region' },
  { region: 'lumbosacral', digit: '7', title: 'lumbosacral region' },
  { region: 'lumbar', digit: '6', title: 'lumbar region' },
  { region: 'sacral', digit: '8', title: 'sacral and sacrococcygeal region' },
]
const SEVERAL = '9'

/** The region that a code's title names, if it names one. */
export function regionOfTitle(title: string): Region | undefined {
  return REGIONS.find((entry) => title.toLowerCase().endsWith(entry.title))?.region
}

/** The digit of one region; of several, the one for multiple sites (M43.09). */
export function digitOf(regions: Region[]): string | undefined {
  const [only, another] = [...new Set(regions)]
  if (only === undefined) return undefined
  return another === undefined ? REGIONS.find((entry) => entry.region === only)?.digit : SEVERAL
}
