import type { Match } from '../findings/match.js'
import type { RecordUnderAudit } from '../findings/subject.js'
import { bodyMassIndexUnsupported } from './documentation/body-mass-index-unsupported.js'
import { captureConflict } from './documentation/capture-conflict.js'
import { acuityContradicted } from './codes/acuity-contradicted.js'
import { birthWeightContradicted, birthWeightUncoded } from './codes/birth-weight.js'
import { codeFirst } from './codes/code-first.js'
import { conditionUncoded } from './documentation/condition-uncoded.js'
import { stoneInUreter } from './documentation/stone-in-ureter.js'
import { discLevel } from './documentation/disc-level.js'
import { duplicates } from './codes/duplicates.js'
import { drgAtRisk } from './drg/drg-at-risk.js'
import { drgHacDemoted } from './drg/drg-hac-demoted.js'
import { drgMismatch } from './drg/drg-mismatch.js'
import { drgOpportunity } from './drg/drg-opportunity.js'
import { drgTransfer } from './drg/drg-transfer.js'
import { CLAIM_FORM } from './claim/claim-form.js'
import { drgUngroupable } from './drg/drg-ungroupable.js'
import type { GroupedClaim } from './drg/grouped-claim.js'
import { poaInvalid } from './codes/poa-invalid.js'
import { poaMissing } from './codes/poa-missing.js'
import { procedureLinkage } from './codes/procedure-linkage.js'
import { useAdditional } from './codes/use-additional.js'
import { excludes1 } from './codes/excludes1.js'
import { excisionUnsupported } from './documentation/excision-unsupported.js'
import { fusionUnsupported } from './documentation/fusion-unsupported.js'
import { invalidAdmitting, invalidCodes, invalidProcedures } from './codes/invalid-codes.js'
import { CLAIM_EDITS, DIAGNOSIS_EDITS, PROCEDURE_EDITS } from './codes/medicare-edits.js'
import { oneOfEach } from './codes/one-of-each.js'
import { notBillable } from './codes/not-billable.js'
import { notEstablished } from './codes/not-established.js'
import { partContradicted } from './codes/sides/part-contradicted.js'
import { sideContradicted } from './codes/sides/side-contradicted.js'
import { sideUnspecified } from './codes/sides/side-unspecified.js'
import { unsupported } from './documentation/unsupported.js'
import { cancerOfThePast } from './documentation/cancer-of-the-past.js'
import { firstListedOnly } from './codes/first-listed-only.js'
import { fractureContradicted } from './codes/fracture-contradicted.js'
import { kindDocumented } from './codes/kind-documented.js'
import { poaOfPrincipal } from './codes/poa-of-principal.js'
import { sexOfOrgan } from './codes/sex-of-organ.js'
import { discOfProcedure } from './documentation/disc-of-procedure.js'
import { sexOfTitle } from './codes/sex-of-title.js'
import { procedureContradicted } from './documentation/procedure-contradicted.js'
import { procedureUncoded } from './documentation/procedure-uncoded.js'
import { conditionOfThePast } from './documentation/condition-of-the-past.js'
import { signIntegral } from './codes/sign-integral.js'
import { signAsPrincipal } from './codes/sign-as-principal.js'
import { bothBilled } from './codes/sides/both-billed.js'
import { bothSides } from './codes/sides/both-sides.js'
import { procedureBesideDiagnosis } from './codes/sides/procedure-beside-diagnosis.js'
import { procedureSides } from './codes/sides/procedure-sides.js'
import { normalDeliveryPreterm } from './codes/normal-delivery-preterm.js'
import { weeksContradicted } from './codes/weeks-contradicted.js'
import { withAndWithout } from './codes/with-and-without.js'
import { weeksOfGestation } from './codes/weeks-of-gestation.js'

/** Checks over a table that a rule names by `check`: the record's, before grouping. */
export const RECORD_CHECKS: Record<string, (record: RecordUnderAudit) => Match[]> = {
  'invalid-codes': invalidCodes,
  'invalid-procedures': invalidProcedures,
  'invalid-admitting': invalidAdmitting,
  'not-billable': notBillable,
  'not-established': notEstablished,
  'side-contradicted': sideContradicted,
  'side-unspecified': sideUnspecified,
  'part-contradicted': partContradicted,
  'condition-uncoded': conditionUncoded,
  'stone-in-ureter': stoneInUreter,
  'acuity-contradicted': acuityContradicted,
  'sign-as-principal': signAsPrincipal,
  'sign-integral': signIntegral,
  'kind-documented': kindDocumented,
  'first-listed-only': firstListedOnly,
  'fracture-contradicted': fractureContradicted,
  'sex-of-title': sexOfTitle,
  'poa-of-principal': poaOfPrincipal,
  'condition-of-the-past': conditionOfThePast,
  'procedure-contradicted': procedureContradicted,
  'procedure-uncoded': procedureUncoded,
  'both-billed': bothBilled,
  'both-sides': bothSides,
  'procedure-sides': procedureSides,
  'procedure-beside-diagnosis': procedureBesideDiagnosis,
  'disc-of-procedure': discOfProcedure,
  'sex-of-organ': sexOfOrgan,
  unsupported,
  'cancer-of-the-past': cancerOfThePast,
  'normal-delivery-preterm': normalDeliveryPreterm,
  excludes1,
  duplicates,
  'disc-level': discLevel,
  'capture-conflict': captureConflict,
  'fusion-unsupported': fusionUnsupported,
  'excision-unsupported': excisionUnsupported,
  'body-mass-index-unsupported': bodyMassIndexUnsupported,
  'code-first': codeFirst,
  'use-additional': useAdditional,
  'poa-invalid': poaInvalid,
  'poa-missing': poaMissing,
  'procedure-linkage': procedureLinkage,
  ...DIAGNOSIS_EDITS,
  ...PROCEDURE_EDITS,
  ...CLAIM_EDITS,
  ...CLAIM_FORM,
  'weeks-of-gestation': weeksOfGestation,
  'weeks-contradicted': weeksContradicted,
  'with-and-without': withAndWithout,
  'birth-weight-contradicted': birthWeightContradicted,
  'birth-weight-uncoded': birthWeightUncoded,
  'one-of-each': oneOfEach,
}

/** The same, for what only the grouped claim shows. */
export const DRG_CHECKS: Record<string, (grouped: GroupedClaim) => Match[]> = {
  'drg-mismatch': drgMismatch,
  'drg-ungroupable': drgUngroupable,
  'drg-opportunity': drgOpportunity,
  'drg-at-risk': drgAtRisk,
  'drg-hac-demoted': drgHacDemoted,
  'drg-transfer': drgTransfer,
}

export const CHECK_NAMES = [...Object.keys(RECORD_CHECKS), ...Object.keys(DRG_CHECKS)]
