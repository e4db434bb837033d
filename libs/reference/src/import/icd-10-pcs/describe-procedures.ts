import type { ExtendedSpans } from '../definitions-manual/extend/extend-procedure-spans.js'

/** What bringing in an edition of ICD-10-PCS changes, and what it leaves to a person, in lines. */
export function describeProcedures(
  { kept, carriedOn, added, ended, titled, retitled, lastDay }: ExtendedSpans,
  firstDay: string,
): string[] {
  return [
    `from ${firstDay}: ${kept.length} codes as before, ${carriedOn.length} carried on to ${lastDay}`,
    listed('new', added),
    listed('ended the day before', ended),
    listed('that had no title and have one now', titled),
    `Medicare edit flags (mce_flags) are not in the order file: codes that had some keep them, the ${added.length} new ones have none until they are filled in by hand`,
    `titles that the order file says otherwise, left as they are: ${retitled.length}`,
    ...retitled.slice(0, 10).map(({ code, title, inEdition }) => `  ${code}: ${title} / ${inEdition}`),
  ]
}

function listed(what: string, codes: string[]): string {
  return `codes ${what}: ${[codes.length, ...codes.slice(0, 10)].join(' ')}${codes.length > 10 ? ' …' : ''}`
}
