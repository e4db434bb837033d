import { codeKey } from '../dictionary/code-key.js'
import { inRange } from './code-references.js'
import type { NoteInForce } from './note.js'

/** The notes of one type that stand at one place, read together: a heading and its list are one instruction. */
export interface Instruction {
  at: string
  /** As it stands, its lines separated by semicolons. */
  text: string
  /** Whether it names `code`; a range that covers its reader `self` too says nothing of the pair. Both normalized. */
  names(code: string, self: string): boolean
}

/** An instruction to put another condition's code before this one (Guideline I.A.13). */
export interface CodeFirst extends Instruction {
  /**
   * `required`: the code never stands without its cause ("underlying disease", or a single condition named outright).
   * `conditional`: what is named goes first where the patient has it ("if applicable", "any", or a bare list of
   * conditions that take precedence).
   */
  duty: 'required' | 'conditional'
  /** Whether conditions beside those named will do: "such as", or a line that names no code. */
  open: boolean
  /**
   * Whether it is for this code, normalized: a note on adverse effects at T36-T50 does not apply to a poisoning
   * (Guideline I.C.19.e.5).
   */
  isFor(code: string): boolean
}

const EXAMPLES = /\bsuch as\b|\be\.g\./i
const CONDITION = /\b(?:if|any|when)\b/i
const CAUSE = /\bunderlying\b|\betiology\b|\bcondition resulting from\b/i
/** Of a single line: what only some patients have. */
const OF_SOME = /\bassociated\b|\bcomplicat/i
const ADVERSE_EFFECTS = /^for adverse effects?\b/i

/** The notes of one type at a place, in order, as one instruction; undefined without any. */
export function instructionOf(lines: NoteInForce[]): Instruction | undefined {
  const [first] = lines
  if (first === undefined) return undefined
  const codes = lines.flatMap((line) => line.codes)
  return {
    at: first.at,
    text: lines
      .map(({ text }) => text.replace(/^[\s,]+/, '').trim())
      .join('; ')
      .replace(/:;/g, ':'),
    names: (code, self) =>
      codes.some((range) => inRange(range, code, codeKey(code)) && !inRange(range, self, codeKey(self))),
  }
}

/** The code-first notes at a place as one instruction. */
export function codeFirstOf(lines: NoteInForce[]): CodeFirst | undefined {
  const instruction = instructionOf(lines)
  if (instruction === undefined) return undefined
  const { text } = instruction
  return {
    ...instruction,
    duty:
      !CONDITION.test(text) && (CAUSE.test(text) || (lines.length === 1 && !OF_SOME.test(text)))
        ? 'required'
        : 'conditional',
    open: EXAMPLES.test(text) || lines.some((line) => line.codes.length === 0 && !line.text.trimEnd().endsWith(':')),
    isFor: (code) => !ADVERSE_EFFECTS.test(text) || intentOf(code) === ADVERSE_EFFECT,
  }
}

const ADVERSE_EFFECT = '5'

/** The intent of a code of T36-T65: its sixth character, or its fifth where that is the placeholder X. */
function intentOf(code: string): string {
  return code.charAt(5) === 'X' ? code.charAt(4) : code.charAt(5)
}
