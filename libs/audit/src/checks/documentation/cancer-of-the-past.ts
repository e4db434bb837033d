import { dotted } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { evidenceOf, indicatorsOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { mentionsOf } from '../../record/facts.js'
import { sentenceAround } from '../../record/sentence.js'

const MALIGNANCIES = ['cancer', 'carcinoma', 'adenocarcinoma', 'malignancy', 'melanoma', 'sarcoma', 'lymphoma']
/** A primary malignancy that is billed as present, and codes that say that it is treated or has spread. */
const PRIMARY = /^C(?:[0-6]|7[0-6])/
const SPREAD_OR_TREATED = /^(?:C7[789]|Z51)/
/** Radiation, antineoplastic drugs, and an operation that removes: of the malignancy, where the record does not say of what else. */
const TREATMENT = /^(?:0[0-9A-Z][BTD5]|3E0[0-9A-Z]{2}0|D)/
/** Behind the name of a malignancy: what became of it. */
const OVER =
  /^,?(?: which was| that was| and is)? ?(?:status post|s\/p|treated with|treated in|removed|resected|excised|in remission|post)\b/i
/** Before it: "nephrectomy for the same cancer" speaks of one that was named. */
const NAMED_BEFORE = /\b(?:for|of|from) (?:the|this|that|his|her)(?: same)? $/i
const NEAR = 60

/** What says, affirmed and of now, that a malignancy is there still (Guideline I.C.2.d and m). */
const GOES_ON = [
  ...['metastasis', 'metastases', 'metastatic', 'recurrence', 'recurrent', 'relapse', 'relapsed', 'residual disease'],
  ...['residual tumor', 'residual cancer', 'unresectable', 'inoperable', 'hospice', 'palliative', 'carcinomatosis'],
]
/** Drugs that are given for a malignancy, and courses that are going on. */
const TREATED =
  /tamoxifen|anastrozole|letrozole|exemestane|lupron|leuprolide|bicalutamide|adjuvant|(?:receiv|undergo|continu|current|cycle|start|on )\w*[^.;\n]{0,40}(?:chemo|radiation|radiotherapy|immunotherapy)|(?:chemo\w*|radiation|radiotherapy)[^.;\n]{0,30}(?:planned|ongoing|scheduled|today)/i
/** In the sentence of the malignancy: that it is new, seen or looked for. */
const LOOKED_FOR =
  /biops|patholog|newly|recent(?:ly)? diagnos|mass\b|tumou?r|nodule|lesion|progress(?:ive|ion)|stage [i1-4]/i

/**
 * A primary malignancy billed as present that every mention calls past, and that nothing in the record or the claim
 * treats or looks for (Guideline I.C.2.m: removed and not treated any more, it is history, Z85.-).
 */
export function cancerOfThePast(record: RecordUnderAudit): Match[] {
  const billed = record.billed
  const [code, ...others] = billed.filter((each) => PRIMARY.test(each))
  if (code === undefined || others.length > 0 || billed.some((each) => SPREAD_OR_TREATED.test(each))) return []
  const said = record
    .readFor(MALIGNANCIES)
    .filter(({ experiencer, assertion }) => experiencer === 'patient' && assertion !== 'negated')
  if (said.length === 0 || !isAllPast(said, record) || goesOn(said, record)) return []
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

const isAllPast = (said: Fact[], record: RecordUnderAudit): boolean =>
  said.some((fact) => isOver(fact, record)) && said.every((fact) => isOver(fact, record) || refersBack(fact, record))

/** A biopsy or a treatment of something else does not say that the malignancy is there. */
function goesOn(said: Fact[], record: RecordUnderAudit): boolean {
  const { claim, texts } = record
  if (claim.procedures.some(({ code }) => TREATMENT.test(code) && !isOfOther(code, record))) return true
  if ([...texts.values()].some((text) => TREATED.test(text))) return true
  if (record.readFor(GOES_ON).some((fact) => fact.experiencer === 'patient' && isOfNow(fact))) return true
  return said.some(({ documentId, start, end }) =>
    LOOKED_FOR.test(sentenceAround(texts.get(documentId) ?? '', start, end)),
  )
}

const isOfNow = ({ assertion, temporality }: Fact): boolean =>
  temporality === 'current' && (assertion === 'affirmed' || assertion === 'possible')

/** An operation on an organ that is another one than the malignancy's. */
function isOfOther(procedure: string, { billed, codeSets, date }: RecordUnderAudit): boolean {
  const operated = (codeSets.procedure(procedure, date)?.title ?? '').toLowerCase()
  const organs = billed
    .filter((code) => PRIMARY.test(code))
    .flatMap(
      (code) =>
        codeSets
          .diagnosis(code, date)
          ?.title.toLowerCase()
          .match(/[a-z]{4,}/g) ?? [],
    )
  return operated !== '' && procedure.startsWith('0') && !organs.some((organ) => operated.includes(organ))
}

const isOver = ({ temporality, documentId, end }: Fact, { texts }: RecordUnderAudit): boolean =>
  temporality === 'historical' || OVER.test((texts.get(documentId) ?? '').slice(end, end + NEAR))

const refersBack = ({ documentId, start }: Fact, { texts }: RecordUnderAudit): boolean =>
  NAMED_BEFORE.test((texts.get(documentId) ?? '').slice(Math.max(0, start - NEAR), start))
