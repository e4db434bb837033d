/**
 * What notes call the conditions of codes, and what codes say of each other: tables of the lexicon that checks look
 * things up in, and that no reading of a text depends on. Codes are patterns as the tabular writes them: `I48.-`.
 */
export interface CodingTables {
  families: CodeFamily[]
  signs: Sign[]
  conditions: ReportableCondition[]
  limbs: Limb[]
  /** Other parts of the body that a side is of, each with the words for it and for what removes it. */
  organs: string[][]
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
  /** Longer phrases that hold a name and are another thing's, or one that is over. */
  except?: string[]
  /** Where one of these stands in the record, it is explained, or is of another kind. */
  unless?: string[]
  /** Codes of which one says that the coder has seen it. */
  answered: string[]
  wanted: string
  /** Whether only a diagnosis in an assessment, or one that is cared for, counts: of what stays for years. */
  lasting?: boolean
  /** A state that a history tells too: a limb that was amputated. */
  status?: boolean
  /** Only of a stay. */
  stay?: boolean
}

/** A limb: the words for all of it, and for each of its parts. */
export interface Limb {
  whole: string[]
  parts: string[][]
}
