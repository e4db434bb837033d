import type { DrgFamily } from '@claims-audit/code-pages'

const HOW: Record<DrgFamily['by'], string> = {
  medical: 'without an operation',
  procedure: 'with a procedure',
  'any principal': '',
}

/** One line a family; those that every principal reaches are left out. */
export function familyLine({ drgs, title, by, weights }: DrgFamily): string[] {
  if (by === 'any principal') return []
  return [`  ${drgs.join(', ')}  ${title} (${HOW[by]}${weights === null ? '' : `; weight ${weights.join(', ')}`})`]
}
