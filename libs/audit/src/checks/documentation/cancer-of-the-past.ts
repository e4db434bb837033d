import { dotted } from '@claims-audit/contracts'
import type { Match } from '../../findings/match.js'
import { billedDiagnoses } from '../../findings/subject.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

const MALIGNANCY = String.raw`(?:cancer|carcinoma|adenocarcinoma|malignancy|melanoma|sarcoma|lymphoma)`
const REMOVED = String.raw`(?:radical |total |partial |left |right |bilateral |simple )*(?:prostatectomy|mastectomy|nephrectomy|colectomy|lobectomy|hysterectomy|thyroidectomy|gastrectomy|cystectomy|oophorectomy|orchiectomy|pneumonectomy|lumpectomy)`
/** How a note says that a malignancy is over. */
const PAST = new RegExp(
  String.raw`\b(?:(?:past |personal |prior |previous |remote )?(?:history|hx) of (?:[\w-]+ ){0,4}${MALIGNANCY}|h\/o (?:[\w-]+ ){0,4}${MALIGNANCY}|${MALIGNANCY}(?:,| which was| that was)? (?:status post|s\/p|treated with|resected|removed|excised)(?: [\w-]+){0,2}? ${REMOVED}|${MALIGNANCY} in remission)`,
  'gi',
)
const ANY = new RegExp(MALIGNANCY, 'gi')
/** What is said of a malignancy that is there, or is treated or looked for still (Guideline I.C.2.d and m). */
const ACTIVE =
  /metasta|recurr|relaps|residual|progress(?:ive|ion)|stage|unresect|inoperable|adjuvant|palliat|hospice|active|biops|patholog|newly|diagnosed|on (?:chemo|tamoxifen|anastrozole|letrozole|lupron|leuprolide)|(?:receiv|undergo|continu|current|cycle|start)\w*[^.;\n]{0,40}(?:chemo|radiation|radiotherapy|immunotherapy)|(?:chemo\w*|radiation|radiotherapy)[^.;\n]{0,30}(?:planned|ongoing|scheduled|today)/i
/** An operation on it in this stay, drugs against it, or radiation. */
const TREATED = /^(?:0[0-9A-Z][BTD5]|3E0|D)/

/**
 * A primary malignancy billed as present that every mention calls past, and nothing in the record or the claim treats
 * (Guideline I.C.2.m: excised, and without further treatment, it is history, Z85.-).
 */
export function cancerOfThePast(record: RecordUnderAudit): Match[] {
  if (record.claim.procedures.some(({ code }) => TREATED.test(code))) return []
  const texts = [...record.texts]
  if (texts.some(([, text]) => ACTIVE.test(text))) return []
  const billed = [...new Set(billedDiagnoses(record.claim))]
  if (billed.some((code) => /^(?:C7[789]|Z51)/.test(code))) return []
  const past = texts.flatMap(([documentId, text]) =>
    [...text.matchAll(PAST)].map(({ 0: said, index }) => ({
      documentId,
      start: index,
      end: index + said.length,
      text: said,
    })),
  )
  const all = texts.reduce((sum, [, text]) => sum + [...text.matchAll(ANY)].length, 0)
  const [first] = past
  // "For the same cancer" beside it speaks of one that is over; more mentions may be of one that is not.
  if (first === undefined || all > past.length + 1) return []
  const code = billed.filter((each) => /^C(?:[0-6]|7[0-6])/.test(each))
  return code.length !== 1
    ? []
    : [
        {
          codes: code.map(dotted),
          values: { code: code.map(dotted).join(), said: first.text },
          evidence: past,
        },
      ]
}
