import type { DefinitionsManual, ManualRow } from '../definitions-manual.js'
import { fields, linesOf, unexpected, type Line, type Pattern, type TextFile } from './manual-lines.js'

const FRAME = /^[:+=]|^\|(?! *(?:MDC \d\d|Pre-MDC) )/
const TITLE: Pattern<'mdc'> = /^[| ]*(?:MDC (?<mdc>\d\d)|Pre-MDC) /
const ASSIGNMENT: Pattern<'mdc'> = /^MDC (?<mdc>\d\d) Assignment of Diagnosis Codes$/
const DRG: Pattern<'drg'> = /^DRG (?<drg>\d{3}) /
const CODE: Pattern<'code'> = /^(?: {2}|(?=[0-9A-Z]{7}\*))(?=[0-9A-Z]*\d)(?<code>[0-9A-Z]{3,7})\*? /
const AND_CODE: Pattern<'code'> = /^ {2,3}and (?<code>[0-9A-Z]{7}) /
const CHOICE = /^ {2}(?:One of|with one of)$/
const CHOSEN: Pattern<'code'> = /^ {4}(?<code>[0-9A-Z]{7}) /

type Logic = Pick<DefinitionsManual, 'dx-mdc' | 'drg-logic'>

/**
 * The lists of codes in the mdcs files. Those that assign diagnoses to an MDC are one table; the others are known by
 * their MDC, the DRGs and the words between a list and the one before. What is printed twice under the same words is
 * one list.
 */
export function parseDrgLogic(files: TextFile[]): Logic {
  const reader = new LogicReader()
  for (const file of files) {
    const lines = linesOf(file)
    lines.forEach((line, i) => reader.read(line, lines[i + 1]?.text ?? ''))
  }
  return reader.tables()
}

/** Where one is in the files: what has been printed since the last list says what the next one is. */
class LogicReader {
  readonly #assigned: ManualRow<'dx-mdc'>[] = []
  readonly #lists = new Map<string, Set<string>>()
  #mdc = ''
  #assigning = false
  #drgs: string[] = []
  #words: string[] = []
  /** Codes have been read since the last words. */
  #inList = false
  /** The combination being read: its choices. */
  #choices: string[][] = []
  #choosing = false

  read(line: Line, next: string): void {
    const { text } = line
    if (text === '') this.#endChoice()
    else if (FRAME.test(text)) return
    else if (ASSIGNMENT.test(text)) this.#begin(fields(line, ASSIGNMENT).mdc, [], true)
    else if (TITLE.test(text)) this.#begin(fields(line, TITLE).mdc || '00', [])
    else if (DRG.test(text)) this.#drg(fields(line, DRG).drg)
    else if (CHOICE.test(text)) this.#choosing = this.#choices.push([]) > 0
    else if (this.#choosing && CHOSEN.test(text)) this.#choices.at(-1)?.push(fields(line, CHOSEN).code)
    else if (AND_CODE.test(text)) this.#combine(fields(line, AND_CODE).code, next)
    else if (CODE.test(text) && AND_CODE.test(next)) this.#choices = [[fields(line, CODE).code]]
    else if (CODE.test(text)) this.#add(fields(line, CODE).code)
    else if (text.startsWith(' ')) throw unexpected(line)
    else this.#word(text)
  }

  tables(): Logic {
    const lists = [...this.#lists].map(([key, codes]) => {
      const [mdc, drgs, heading] = key.split('\t') as [string, string, string]
      return { mdc, drgs, heading, codes: [...codes].join(' ') }
    })
    return { 'dx-mdc': this.#assigned, 'drg-logic': lists }
  }

  #begin(mdc: string, drgs: string[], assigning = false): void {
    this.#mdc = mdc
    this.#drgs = drgs
    this.#assigning = assigning
    this.#words = []
    this.#inList = false
  }

  /** DRGs that follow each other share what is printed below them. */
  #drg(drg: string): void {
    const more = this.#words.length === 0 && !this.#inList
    this.#begin(this.#mdc, more ? [...this.#drgs, drg] : [drg])
  }

  /** Words below an MDC's diagnoses begin its logic: in MDC 25 the principals that need a secondary as well. */
  #word(text: string): void {
    this.#words = this.#inList ? [text] : [...this.#words, text]
    if (this.#inList) this.#assigning = false
    this.#inList = false
  }

  #add(code: string): void {
    this.#inList = true
    if (this.#assigning) {
      this.#assigned.push({ code, mdc: this.#mdc })
      return
    }
    const key = [this.#mdc, this.#drgs.join(' '), this.#words.join(' / ')].join('\t')
    const codes = this.#lists.get(key) ?? new Set()
    this.#lists.set(key, codes.add(code))
  }

  #combine(code: string, next: string): void {
    this.#choices.push([code])
    if (!AND_CODE.test(next)) this.#addCombination()
  }

  #endChoice(): void {
    if (this.#choosing) this.#addCombination()
    this.#choosing = false
  }

  #addCombination(): void {
    this.#add(this.#choices.map((codes) => codes.join(',')).join('+'))
    this.#choices = []
  }
}
