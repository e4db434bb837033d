/**
 * What notes call the conditions of codes, and what codes say of each other: tables of the lexicon that checks look
 * things up in, and that no reading of a text depends on. Codes are patterns as the tabular writes them: `I48.-`.
 */
export interface CodingTables {
  families: CodeFamily[]
  signs: Sign[]
  /** Signs that are not coded beside one of these causes. */
  integral: { codes: string[]; causes: string[] }[]
  conditions: ReportableCondition[]
  kinds: Kind[]
  /** What titles of procedures set apart, with patterns of the words that say each. */
  procedures: { of: string[]; says: Record<string, string[]> }[]
  operations: Operation[]
  limbs: Limb[]
  /** Other parts of the body that a side is of, each with the words for it and for what removes it. */
  organs: string[][]
  /** By the beginning of its name in titles, what notes call a bone where it is broken. */
  bones: Record<string, string[]>
  /**
   * Parts of the body of which a code's title has one, and another code of its category another, with what else notes
   * call each: "upper lobe", "lower lobe".
   */
  contrasts: Record<string, string[]>[]
}

/** Codes that notes name by the same words. */
export interface CodeFamily {
  codes: string[]
  /** Codes of it that are named by others. */
  except?: string[]
  /** What a record lacks that has none of the `hints`. */
  condition?: string
  /** Patterns, any of which, in whatever form or assertion, may be how a record names it, or what it rests on. */
  hints?: string[]
  /** Names by which a note establishes, denies or doubts it. */
  names?: string[]
  /** Of the names those that are of much else: to deny one says nothing of the condition. */
  broad?: string[]
}

/** A sign or symptom, and the conditions that it is a part of. */
export interface Sign {
  codes: string[]
  /** Billed beside it, or diagnosed in the record, one of these explains it. */
  causes?: string[]
  /** Conditions that are often only beside it: one of these explains it where the record says so. */
  linked?: string[]
}

/** A condition that is reported where a provider documents it (Guideline III). */
export interface ReportableCondition {
  condition: string
  names: string[]
  /** Longer phrases that hold a name and mean another thing, or one that is over. */
  except?: string[]
  /** Codes of which one says that the coder has seen it. */
  answered: string[]
  wanted: string
  /** Procedures of which one billed has just made it so: an amputation of this stay. */
  notWith?: string[]
  /** Only of a stay, or only outside of one. */
  of?: 'stay' | 'visit'
  /** Only a diagnosis in an assessment counts, or (`care`) one whose sentence says what is done about it. */
  needs?: 'assessment' | 'care'
  /** A history tells it too: a limb that was amputated. */
  status?: boolean
}

/** A kind or place of a condition, and the code that says it, in place of codes that leave it open. */
export interface Kind {
  codes: string[]
  names: string[]
  /** Words of which the sentence of a name has one too: "systolic dysfunction" beside "heart failure". */
  beside?: string[]
  /** Patterns of words that leave the kind open, wherever they stand in the record. */
  unless?: string[]
  /** Billed codes that say it already. */
  answered?: string[]
  /** `{last}` is the billed code's last character. */
  instead: string
}

/** An operation that is coded wherever it is done. */
export interface Operation {
  operation: string
  /** Patterns of the words by which the title of a note names it. */
  named: string[]
  /** How the codes begin of which one bills it. */
  billed: string[]
}

/** A limb: the words for all of it, and for each of its parts. */
export interface Limb {
  whole: string[]
  parts: string[][]
}
