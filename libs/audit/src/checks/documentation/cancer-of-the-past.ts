import { dotted } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { evidenceOf, indicatorsOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { billedDiagnoses } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { mentionsOf } from '../../record/facts.js'

const MALIGNANCIES = ['cancer', 'carcinoma', 'adenocarcinoma', 'malignancy', 'melanoma', 'sarcoma', 'lymphoma']
/** A primary malignancy that is billed as present, and codes that say that it is treated or has spread. */
const PRIMARY = /^C(?:[0-6]|7[0-6])/
const SPREAD_OR_TREATED = /^(?:C7[789]|Z51)/
/** An operation that removes, drugs given, radiation. */
const TREATMENT = /^(?:0[0-9A-Z][BTD5]|3E0|D)/
/** Behind the name of a malignancy: what became of it. */
const OVER =
  /^,?(?: which was| that was| and is)? ?(?:status post|s\/p|treated with|removed|resected|excised|in remission|post)\b/i
/** Before it: "nephrectomy for the same cancer" speaks of one that was named. */
const NAMED_BEFORE = /\b(?:for|of|from) (?:the|this|that|his|her)(?: same)? $/i
const NEAR = 60
/** A malignancy that is there, is treated or is looked for still (Guideline I.C.2.d and m). */
const ACTIVE =
  /metasta|recurr|relaps|residual|progress(?:ive|ion)|stage [i1-4]|unresect|inoperable|adjuvant|palliat|hospice|biops|patholog|newly|mass\b|tumou?r|nodule|lesion|tamoxifen|anastrozole|letrozole|lupron|leuprolide|(?:receiv|undergo|continu|current|next cycle|start)\w*[^.;\n]{0,40}(?:chemo|radiation|radiotherapy|immunotherapy)|(?:chemo\w*|radiation|radiotherapy)[^.;\n]{0,30}(?:planned|ongoing|scheduled|today)/i

/**
 * A primary malignancy billed as present that every mention calls past, and that nothing in the record or the claim
 * treats or looks for (Guideline I.C.2.m: removed and not treated any more, it is history, Z85.-).
 */
export function cancerOfThePast(record: RecordUnderAudit): Match[] {
  const { claim, texts } = record
  const billed = [...new Set(billedDiagnoses(claim))]
  const [code, ...others] = billed.filter((each) => PRIMARY.test(each))
  if (code === undefined || others.length > 0 || billed.some((each) => SPREAD_OR_TREATED.test(each))) return []
  if (claim.procedures.some((procedure) => TREATMENT.test(procedure.code))) return []
  if ([...texts.values()].some((text) => ACTIVE.test(text))) return []
  const said = record
    .readFor(MALIGNANCIES)
    .filter(({ experiencer, assertion }) => experiencer === 'patient' && assertion !== 'negated')
  if (
    !said.some((fact) => isOver(fact, record)) ||
    !said.every((fact) => isOver(fact, record) || refersBack(fact, record))
  )
    return []
  const mentions = mentionsOf(said)
  return [
    {
      codes: [dotted(code)],
      values: {
        code: dotted(code),
        title: record.codeSets.diagnosis(code, record.date)?.title ?? '',
        said: mentions[0]?.text ?? '',
      },
      evidence: evidenceOf(mentions),
      indicators: indicatorsOf(mentions, record.documentDates, record.documentTypes),
    },
  ]
}

const isOver = ({ temporality, documentId, end }: Fact, { texts }: RecordUnderAudit): boolean =>
  temporality === 'historical' || OVER.test((texts.get(documentId) ?? '').slice(end, end + NEAR))

const refersBack = ({ documentId, start }: Fact, { texts }: RecordUnderAudit): boolean =>
  NAMED_BEFORE.test((texts.get(documentId) ?? '').slice(Math.max(0, start - NEAR), start))
