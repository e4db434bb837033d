import type { ProcedurePage } from '@claims-audit/code-pages'
import { familyLine } from './family-line.js'

/** More would not be read. */
const SHOWN = 8

export function procedureLines({ characters, siblings, msDrg, msDrgVersion }: ProcedurePage): string[] {
  return [
    ...characters.map(
      ({ character, axis, meaning }, at) =>
        `  ${at + 1} ${character}  ${axis}${meaning === null ? '' : `: ${meaning}`}`,
    ),
    ...siblings.flatMap(({ position, codes }) => [
      `  Other values of character ${position}:`,
      ...codes.slice(0, SHOWN).map(({ code, title }) => `    ${code}  ${title}`),
      ...(codes.length > SHOWN ? [`    and ${codes.length - SHOWN} more`] : []),
    ]),
    ...(msDrg === null ? [`MS-DRG ${msDrgVersion} does not know it`] : groupingLines(msDrg, msDrgVersion)),
  ]
}

function groupingLines(
  { isOperatingRoom, families, whereNoneFits }: NonNullable<ProcedurePage['msDrg']>,
  version: string,
): string[] {
  return [
    `${isOperatingRoom ? 'An operating-room procedure' : 'Not an operating-room procedure'} (MS-DRG ${version})`,
    ...families.flatMap(familyLine),
    ...(whereNoneFits.length === 0
      ? []
      : [`  ${whereNoneFits.join(', ')} where the principal diagnosis has no DRG for it`]),
  ]
}
