import type { Match } from '../../findings/match.js'
import type { RecordUnderAudit } from '../../findings/subject.js'

export const SEX_NAMES = { F: 'female', M: 'male' }

/** By the sex of the claim, organs and states of the other in the titles of codes. */
const OF_THE_OTHER: Record<string, RegExp> = {
  F: /\b(?:prostat\w*|testi(?:s|cle|cular)|penis|penile|scrot\w+|epididym\w+|spermatic|seminal vesicle|vas deferens)\b/i,
  M: /\b(?:ovar(?:y|ies|ian)|uterus|uterine|endometri\w+|cervix uteri|vagina|vaginal|vaginitis|vulv\w+|fallopian|menstr\w+|menopaus\w+|pregnan\w+|childbirth|puerper\w+)\b/i,
}
/** The registered sex is not that of the organs (NUBC condition code 45; Medicare Claims Processing Manual, 32, 240). */
export const SEX_DIFFERS = '45'

/** Newborns are ill by their mothers' pregnancies, and status and family history speak of others. */
const OF_OTHERS = /^[PZ]/

/**
 * A diagnosis of an organ, or of a state, that a patient of the claim's sex does not have. The Medicare editor
 * dropped this edit in October 2024; registration and code are compared all the same, and a person looks.
 */
export function sexOfOrgan({ claim, billed, codeSets, date }: RecordUnderAudit): Match[] {
  const organ = OF_THE_OTHER[claim.patient.sex]
  if (organ === undefined || claim.conditions?.includes(SEX_DIFFERS) === true) return []
  return billed.flatMap((code) => {
    const entry = codeSets.diagnosis(code, date)
    const [named] = organ.exec(entry?.title ?? '') ?? []
    if (entry === undefined || named === undefined || OF_OTHERS.test(code)) return []
    return [
      {
        codes: [entry.dotted],
        values: { code: entry.dotted, title: entry.title, sex: SEX_NAMES[claim.patient.sex as 'F' | 'M'] },
      },
    ]
  })
}
