/** What the Medicare Code Editor's flags say of a diagnosis (CMS, Definitions of Medicare Code Edits). */
const NEVER_PRINCIPAL: Record<string, string> = {
  ecodepdx: 'an external cause (MCE: external cause of morbidity as principal; Guideline I.C.20.a.6)',
  manifestation: 'a manifestation (MCE: manifestation code as principal; Guideline I.A.13)',
  unacceptable: 'unacceptable as principal diagnosis (MCE)',
}
const OTHERS: Record<string, string> = {
  reqsdx: 'acceptable as principal only beside a secondary diagnosis',
  qadm: 'a questionable admission as principal',
  unspecified: 'an unspecified side or site that the editor flags',
  wrngproc: 'a wrong procedure performed; the claim is denied',
  newborn: 'for newborns (age 0)',
  pediatric: 'for children (0 to 17)',
  maternity: 'for ages of childbirth',
  adult: 'for adults (15 and older)',
  female: 'for female patients',
  male: 'for male patients',
}

/** Why a code is never principal; undefined for one that may be. */
export function neverPrincipal(flags: readonly string[]): string | undefined {
  // One that asks for a secondary is acceptable beside it.
  const flag = flags.find((each) => each in NEVER_PRINCIPAL && !(each === 'unacceptable' && flags.includes('reqsdx')))
  return flag === undefined ? undefined : NEVER_PRINCIPAL[flag]
}

export const editsOf = (flags: readonly string[]): string[] => flags.flatMap((flag) => OTHERS[flag] ?? [])
