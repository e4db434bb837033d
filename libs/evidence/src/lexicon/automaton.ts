import type { Meant } from './meaning.js'

/** Taken once: in a module context of its own, as in tests, a global is looked up by name, ten times its own work. */
const { imul } = Math

/** No step; and the step at which every phrase begins. */
export const NOWHERE = -1
export const ROOT = 0
/** Stands among word numbers for any number. */
export const ANY_NUMBER = -1

/** A slot of the table: a step, a word, and the step that the word leads to; one more number keeps slots aligned. */
const SLOT = 4
const LEADS_TO = 2
/** The table grows when half of its slots are taken. */
const FULL = 2 * SLOT

/** An automaton as plain data: its meanings by step, its table of transitions, and how many there are. */
export interface StoredAutomaton {
  meant: (Meant | undefined)[]
  atEnd: (Meant | undefined)[]
  slots: Int32Array
  used: number
}

const EMPTY = (): StoredAutomaton => ({
  meant: [undefined],
  atEnd: [undefined],
  slots: new Int32Array(SLOT << 12).fill(NOWHERE),
  used: 0,
})

/**
 * Plain phrases as an automaton over word numbers. Its steps are numbers and all transitions stand in one table: as an
 * object with a map for each step, they were most of the lexicon's heap, and every full garbage collection walked
 * through them.
 */
export class Automaton {
  /**
   * By step, the meaning of the phrase that ends there; and of the phrase that ends there where the clause ends too.
   */
  readonly meant: (Meant | undefined)[]
  readonly atEnd: (Meant | undefined)[]
  #slots: Int32Array
  #used: number

  /** Empty, or as `stored` gave it. */
  constructor({ meant, atEnd, slots, used }: StoredAutomaton = EMPTY()) {
    this.meant = meant
    this.atEnd = atEnd
    this.#slots = slots
    this.#used = used
  }

  get stored(): StoredAutomaton {
    return { meant: this.meant, atEnd: this.atEnd, slots: this.#slots, used: this.#used }
  }

  /** The step that `word`, or ANY_NUMBER, leads to from `step`, or NOWHERE. */
  next(step: number, word: number): number {
    return this.#slots[this.#slotOf(step, word) + LEADS_TO] as number
  }

  /** The same, adding the step where there is none; for compiling. */
  add(step: number, word: number): number {
    const known = this.next(step, word)
    if (known !== NOWHERE) return known
    if (this.#used * FULL >= this.#slots.length) this.#grow()
    this.#used += 1
    const added = this.meant.push(undefined) - 1
    this.atEnd.push(undefined)
    this.#slots.set([step, word, added], this.#slotOf(step, word))
    return added
  }

  /**
   * Where the transition stands, or the free slot where it would. Linear probing; the number of slots is a power of
   * two.
   */
  #slotOf(step: number, word: number): number {
    const slots = this.#slots
    const mask = slots.length - 1
    let slot = ((imul(imul(step, 0x2c1b3c6d) ^ word, 0x297a2d39) >>> 7) * SLOT) & mask
    while (slots[slot] !== NOWHERE && (slots[slot] !== step || slots[slot + 1] !== word)) slot = (slot + SLOT) & mask
    return slot
  }

  #grow(): void {
    const old = this.#slots
    this.#slots = new Int32Array(old.length * 2).fill(NOWHERE)
    for (let at = 0; at < old.length; at += SLOT) {
      const [step, word] = [old[at] as number, old[at + 1] as number]
      if (step !== NOWHERE) this.#slots.set(old.subarray(at, at + SLOT), this.#slotOf(step, word))
    }
  }
}
