import type { Diagnosis } from '@claims-audit/contracts'
import type { ClaimDiagnosis, CodeableConcept, Condition } from 'fhir/r4.js'
import { SYSTEMS, codeOf, codesOf } from '../resource/codes.js'
import type { Code } from '../resource/codes.js'
import type { Element } from '../resource/element.js'
import { named, refuse } from './source.js'
import type { Source } from './source.js'

export interface Diagnoses {
  diagnoses: Diagnosis[]
  reasonsForVisit: string[]
  /** Of an inpatient group that stands beside the codes (packageCode). */
  drg: string | undefined
}

/** In the order of `sequence`; those without one come last, as they stand. */
export function diagnosesOf(source: Source): Diagnoses {
  const items = bySequence(source.claim.each('diagnosis')).map((item) => ({ item, roles: rolesOf(item) }))
  const typed = items.some(({ roles }) => roles.includes('principal'))
  const found: Diagnoses = { diagnoses: [], reasonsForVisit: [], drg: undefined }
  for (const [at, { item, roles }] of items.entries()) {
    const code = codeIn(source, item)
    const group = packageIn(item)
    found.drg ??= group
    // An entry that only names the group of the stay is no diagnosis.
    if (code === undefined && group !== undefined) continue
    if (code === undefined) {
      refuse('code-missing', item.pointer)
      continue
    }
    const poa = poaOf(item)
    for (const role of roles.length > 0 ? roles : ([at === 0 && !typed ? 'principal' : 'secondary'] as Role[])) {
      if (role === 'reason') found.reasonsForVisit.push(code)
      else found.diagnoses.push({ sequence: found.diagnoses.length + 1, role, code, ...(poa !== undefined && { poa }) })
    }
  }
  return found
}

export function bySequence<T extends { sequence?: number | undefined }>(items: Element<T>[]): Element<T>[] {
  const keyed = items.map((item) => ({ item, at: item.number('sequence' as never) ?? Infinity }))
  return keyed.sort((a, b) => (a.at === b.at ? 0 : a.at - b.at)).map(({ item }) => item)
}

type Role = Diagnosis['role'] | 'reason'

/** By the code alone: HL7's, CARIN's, Da Vinci's and Medicare's systems agree on these. */
const ROLES: Record<string, Role> = {
  principal: 'principal',
  admitting: 'admitting',
  secondary: 'secondary',
  other: 'secondary',
  clinical: 'secondary',
  discharge: 'secondary',
  externalcauseofinjury: 'external-cause',
  external: 'external-cause',
  'external-first': 'external-cause',
  patientreasonforvisit: 'reason',
  'reason-for-visit': 'reason',
}

/** Without doubles: a first external cause is often named as an external cause as well. */
const rolesOf = (item: Element<ClaimDiagnosis>): Role[] => [
  ...new Set(item.each('type').flatMap((type) => codesOf(type).flatMap(({ code }) => ROLES[code.toLowerCase()] ?? []))),
]

/** The ICD-10-CM code, of the diagnosis itself or of the Condition that it names. */
function codeIn(source: Source, item: Element<ClaimDiagnosis>): string | undefined {
  const own = item.get('diagnosisCodeableConcept')
  if (own.isThere) return icd10Of(own)
  const reference = item.get('diagnosisReference')
  if (!reference.isThere) {
    // STU3 and later drafts call it so.
    const older = codeOf(item.get('diagnosis' as 'diagnosisCodeableConcept') as never)
    return older === undefined ? undefined : icd10Among([older], item.pointer)
  }
  const condition = named<Condition>(source, reference)
  if (condition === undefined) return refuse('reference-missing', reference.pointer)
  return icd10Of(condition.get('code'))
}

const icd10Of = (concept: Element<CodeableConcept>): string | undefined => icd10Among(codesOf(concept), concept.pointer)

/**
 * A concept often carries one meaning in several systems; without ICD-10 nothing of it can be audited, and nothing is
 * guessed.
 */
function icd10Among(codes: Code[], pointer: string): string | undefined {
  const found = codes.find(({ system }) => SYSTEMS.icd10cm.test(system))
  if (found !== undefined) return found.code
  if (codes.length === 0) return undefined
  const old = codes.some(({ system }) => SYSTEMS.icd9.test(system))
  return refuse(old ? 'icd-9' : 'code-system', pointer)
}

const packageIn = (item: Element<ClaimDiagnosis>): string | undefined => {
  const codes = codesOf(item.get('packageCode'))
  return codes.find(({ system }) => SYSTEMS.medicareSeverityDrg.test(system))?.code
}

/** R5 spells the indicator out. */
const SPELLED: Record<string, string> = { yes: 'Y', no: 'N', unknown: 'U', undetermined: 'W' }
/** Medicare's extensions, one per place on its form: clm_poa_ind_sw1, clm_e_poa_ind_sw1. */
export const POA_EXTENSION = /\/clm_(e_)?poa_ind_sw\d+$/i

function poaOf(item: Element<ClaimDiagnosis>): string | undefined {
  const own = codesOf(item.get('onAdmission'))[0]?.code
  const extended = item
    .each('extension')
    .filter((extension) => POA_EXTENSION.test(extension.text('url') ?? ''))
    .map((extension) => codeOf(extension.get('valueCoding'))?.code)[0]
  const code = own ?? extended
  return code === undefined ? undefined : (SPELLED[code.toLowerCase()] ?? code.toUpperCase())
}
