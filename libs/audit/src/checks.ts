import type { Hit } from './hit.js'
import type { RecordUnderAudit } from './subject.js'
import { captureConflict } from './checks/capture-conflict.js'
import { codeFirst } from './checks/code-first.js'
import { discLevel } from './checks/disc-level.js'
import { duplicates } from './checks/duplicates.js'
import { drgAtRisk } from './checks/drg-at-risk.js'
import { drgHacDemoted } from './checks/drg-hac-demoted.js'
import { drgMismatch } from './checks/drg-mismatch.js'
import { drgOpportunity } from './checks/drg-opportunity.js'
import { drgTransfer } from './checks/drg-transfer.js'
import { drgUngroupable } from './checks/drg-ungroupable.js'
import type { GroupedClaim } from './checks/grouped-claim.js'
import { poaInvalid } from './checks/poa-invalid.js'
import { poaMissing } from './checks/poa-missing.js'
import { procedureLinkage } from './checks/procedure-linkage.js'
import { useAdditional } from './checks/use-additional.js'
import { excludes1 } from './checks/excludes1.js'
import { fusionUnsupported } from './checks/fusion-unsupported.js'
import { invalidAdmitting, invalidCodes, invalidProcedures } from './checks/invalid-codes.js'
import { CLAIM_EDITS, DIAGNOSIS_EDITS, PROCEDURE_EDITS } from './checks/medicare-edits.js'
import { notBillable } from './checks/not-billable.js'

/** Checks over a table that a rule names by `check`: the record's, before grouping. */
export const RECORD_CHECKS: Record<string, (record: RecordUnderAudit) => Hit[]> = {
  'invalid-codes': invalidCodes,
  'invalid-procedures': invalidProcedures,
  'invalid-admitting': invalidAdmitting,
  'not-billable': notBillable,
  excludes1,
  duplicates,
  'disc-level': discLevel,
  'capture-conflict': captureConflict,
  'fusion-unsupported': fusionUnsupported,
  'code-first': codeFirst,
  'use-additional': useAdditional,
  'poa-invalid': poaInvalid,
  'poa-missing': poaMissing,
  'procedure-linkage': procedureLinkage,
  ...DIAGNOSIS_EDITS,
  ...PROCEDURE_EDITS,
  ...CLAIM_EDITS,
}

/** The same, for what only the grouped claim shows. */
export const DRG_CHECKS: Record<string, (grouped: GroupedClaim) => Hit[]> = {
  'drg-mismatch': drgMismatch,
  'drg-ungroupable': drgUngroupable,
  'drg-opportunity': drgOpportunity,
  'drg-at-risk': drgAtRisk,
  'drg-hac-demoted': drgHacDemoted,
  'drg-transfer': drgTransfer,
}

export const CHECK_NAMES = [...Object.keys(RECORD_CHECKS), ...Object.keys(DRG_CHECKS)]
