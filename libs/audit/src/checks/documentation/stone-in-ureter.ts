import { dotted } from '@claims-audit/contracts'
import type { Fact } from '@claims-audit/evidence'
import { evidenceOf } from '../../findings/match.js'
import type { Match } from '../../findings/match.js'
import { replacing } from '../../findings/proposal.js'
import type { RecordUnderAudit } from '../../findings/subject.js'
import { isEstablished } from '../../record/facts.js'
import { saidBy } from './said-by.js'

const STONE = '(?:stones?|calcul(?:us|i))'
const URETER = String.raw`(?:ureter(?:al|ic)?|ureterovesical|ureteropelvic|uvj|upj)`
/** "Ureteral calculus", "a stone that is located in the proximal right ureter". */
const IN_URETER = new RegExp(
  String.raw`\b${URETER}(?: junction)? ${STONE}|(?<=\b${STONE} (?:[\w-]+(?:\.\d+)? ){0,8}?)(?:in|at|within) (?:[\w-]+ ){0,4}?${URETER}\b`,
  'gi',
)
/** Where a stone stays in the kidney, and beside it one is in the ureter, both have one code (N20.2). */
const IN_KIDNEY = new RegExp(
  String.raw`\b(?:(?:intrarenal|renal|kidney|caliceal|calyceal|staghorn|nonobstructing|non-obstructing) ${STONE}|nephrolithiasis)\b|(?<=\b${STONE} (?:[\w-]+(?:\.\d+)? ){0,8}?)(?:in|within) (?:[\w-]+ ){0,4}?(?:kidneys?|pole|calyx)\b`,
  'gi',
)
/** Nephrolithiasis is the name of stones in general, and so are those of the kidney where only one stone is spoken of. */
const IN_GENERAL = /^(?:nephrolithiasis|(?:renal|kidney) )/i
const [KIDNEY, URETERAL, BOTH] = ['N200', 'N201', 'N202']

/** A stone billed of the kidney that the record finds in the ureter (ICD-10-CM Tabular List, N20.0 to N20.2). */
export function stoneInUreter(record: RecordUnderAudit): Match[] {
  const billed = record.billed
  if (!billed.includes(KIDNEY) || billed.includes(URETERAL) || billed.includes(BOTH)) return []
  const isNow = (fact: Fact): boolean => isEstablished(fact, record.claim.claimType)
  const said = saidBy(IN_URETER, record).filter(isNow)
  if (said.length === 0) return []
  const stays = saidBy(IN_KIDNEY, record).some((fact) => isNow(fact) && !IN_GENERAL.test(fact.text))
  const instead = stays ? BOTH : URETERAL
  return [
    {
      codes: [dotted(KIDNEY)],
      values: { code: dotted(KIDNEY), instead: dotted(instead), said: said[0]?.text ?? '' },
      evidence: evidenceOf(said),
      proposal: replacing(KIDNEY, instead, record.claim),
    },
  ]
}
