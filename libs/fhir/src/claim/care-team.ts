import type { Practitioner, SubmittedClaim } from '@claims-audit/contracts'
import { codesOf } from '../resource/codes.js'
import { npiOf } from './parties.js'
import { bySequence } from './diagnoses.js'
import type { Source } from './source.js'

type Role = 'attending' | 'operating' | 'otherOperating' | 'rendering' | 'referring'

/** CARIN's C4BBClaimCareTeamRole, which PAS and Medicare use as well; who performs is who renders. */
const ROLES: Record<string, Role> = {
  attending: 'attending',
  operating: 'operating',
  otheroperating: 'otherOperating',
  rendering: 'rendering',
  performing: 'rendering',
  referring: 'referring',
}
const NUCC = /nucc\.org\/provider-taxonomy$/i

/**
 * Providers by their roles. Those without a role or an NPI that a claim has a field for are noted, and so is a second
 * one of a role.
 */
export function careTeamOf(source: Source): Pick<SubmittedClaim, Role> {
  const team: Pick<SubmittedClaim, Role> = {}
  for (const member of bySequence(source.claim.each('careTeam'))) {
    const role = codesOf(member.get('role')).flatMap(({ code }) => ROLES[code.toLowerCase()] ?? [])[0]
    const npi = role && npiOf(source, member.get('provider'))
    const known = role && team[role]?.npi
    if (known !== undefined && known === npi) continue
    if (role === undefined || npi === undefined || known !== undefined || !/^\d{10}$/.test(npi)) {
      source.notes.add('care-team', member.pointer)
      continue
    }
    const taxonomy = codesOf(member.get('qualification')).find(({ system }) => NUCC.test(system))?.code
    team[role] = practitioner(npi, taxonomy)
  }
  return team
}

const practitioner = (npi: string, taxonomy: string | undefined): Practitioner =>
  taxonomy !== undefined && /^[0-9A-Z]{10}$/.test(taxonomy) ? { npi, taxonomy } : { npi }
