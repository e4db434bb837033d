import type { Fact } from '@claims-audit/evidence'
import type { Site } from './regions.js'
import { isCervical } from './regions.js'
import { sentenceAround } from './sentence.js'

/** Words for parts of the arms and legs, their muscles and movements, in the sentence of a sign. */
const ARM =
  /\b(?:arms?|forearms?|hands?|fingers?|thumbs?|wrists?|elbows?|shoulders?|biceps|triceps|deltoids?|grips?|grip strength|intrinsics|interossei|upper extremit(?:y|ies)|upper limbs?|r?l?b?ues?)\b/i
const LEG =
  /\b(?:legs?|thighs?|hips?|knees?|feet|foot|toes?|ankles?|cal(?:f|ves)|shins?|heels?|quadriceps|quads?|hamstrings?|dorsiflex\w*|plantar ?flex\w*|iliopsoas|tibialis|ehl|hallucis|lower extremit(?:y|ies)|lower limbs?|r?l?b?les?|saddle)\b/i
const BOTH = /\b(?:extremit(?:y|ies)|limbs?|all fours?|dermatom\w+|myotom\w+|[CTLS]\d{1,2})\b/i
/** Of illness, and of no nerve root or tract. */
const GENERAL = /\b(?:generali[sz]ed|general|diffuse|overall)\s+(?:muscle\s+)?weakness\b|\bdeconditio\w*|\bfatigue\b/i

/**
 * Whether the sentence of a sign names a limb that a disease of the spine at this site explains: of the neck any, else
 * the legs.
 */
export function isExplained(
  { documentId, start, end }: Fact,
  site: Site | undefined,
  texts: ReadonlyMap<string, string>,
): boolean {
  const sentence = sentenceAround(texts.get(documentId) ?? '', start, end)
  if (GENERAL.test(sentence)) return false
  if (BOTH.test(sentence) || LEG.test(sentence)) return true
  return ARM.test(sentence) && (site === undefined || site === 'several' || isCervical(site))
}
